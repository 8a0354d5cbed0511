"""Projection: which courses can be assigned."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.known_courses import store
from coaching.known_courses.store import CourseRow
from touchline_contracts.learning import CoursePublished, CourseRetired
from touchline_runtime.transaction import Transaction

CourseChange = CoursePublished | CourseRetired


async def when_course_changes_know_it(tx: Transaction, events: Sequence[CourseChange]) -> None:
    """One row a course: what its newest event says. A stale one changes nothing."""
    last: dict[str, CourseChange] = {}
    for event in events:
        kept = last.get(event.course_id)
        if kept is None or event.revision >= kept.revision:
            last[event.course_id] = event
    await store.save_courses(tx.conn, [_row(last[course_id]) for course_id in sorted(last)])


def _row(event: CourseChange) -> CourseRow:
    if isinstance(event, CoursePublished):
        return CourseRow(event.course_id, event.revision, event.title, event.estimated_minutes)
    return CourseRow(event.course_id, event.revision, None, None)
