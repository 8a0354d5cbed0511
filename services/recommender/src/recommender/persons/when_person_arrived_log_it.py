"""Reaction: when a person becomes known or active, their evidence is looked at again."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import PersonArrived, Told
from touchline_contracts.directory import PersonChanged
from touchline_contracts.event import Event
from touchline_runtime.directory import persons_of
from touchline_runtime.transaction import Transaction


async def when_person_arrived_log_it(tx: Transaction, events: Sequence[PersonChanged]) -> None:
    """Stands above the directory's projection: it needs to know who was there before."""
    known = await persons_of(tx.conn, {event.id for event in events})
    active = {person.id for person in known.values() if person.active}
    newest: dict[str, int] = {}
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        if event.revision < newest.get(event.id, 0):
            continue
        newest[event.id] = event.revision
        if event.active and event.id not in active:
            lessons.append((event, PersonArrived(event.id)))
        (active.add if event.active else active.discard)(event.id)
    await append_lessons(tx, lessons)
