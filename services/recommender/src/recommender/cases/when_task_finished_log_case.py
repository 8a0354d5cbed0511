"""Reaction: finished, reopened and rated tasks go to the learning log. Hot: three statements a batch."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.cases import store
from recommender.cases.record import CaseRecord, take_in
from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import CaseTold, Told
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_finished_log_case(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Keeps each task's latest revision; what says nothing new is not learned again."""
    known = await store.find(tx.conn, {event.number for event in events})
    changed: dict[str, CaseRecord] = {}
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        before = changed.get(event.number) or known.get(event.number)
        record, lesson = take_in(before, event, tx.now)
        if record != before:
            changed[event.number] = record
        if lesson is not None:
            lessons.append((event, CaseTold(lesson.case, lesson.teaches)))
    await store.save(tx.conn, changed.values())
    await append_lessons(tx, lessons)
