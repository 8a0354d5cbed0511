"""Reaction: when a person becomes known or active, their evidence is looked at again."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import PersonArrived, Told
from recommender.persons import store
from recommender.persons.store import KnownPerson
from touchline_contracts.directory import PersonChanged
from touchline_contracts.event import Event
from touchline_runtime.transaction import Transaction


async def when_person_changed_note_arrival(tx: Transaction, events: Sequence[PersonChanged]) -> None:
    """Notes who is active, and tells the learner of those who were not before."""
    known = await store.find(tx.conn, {event.id for event in events})
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        before = known.get(event.id)
        if before is not None and event.revision < before.revision:
            continue
        if event.active and not (before and before.active):
            lessons.append((event, PersonArrived(event.id)))
        known[event.id] = KnownPerson(event.id, event.revision, event.active)
    await store.save(tx.conn, known.values())
    await append_lessons(tx, lessons)
