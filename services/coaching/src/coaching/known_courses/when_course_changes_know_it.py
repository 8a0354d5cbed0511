"""Projection: which courses can be assigned."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.known_courses import store
from coaching.known_courses.store import CourseRow
from touchline_contracts.latest import latest
from touchline_contracts.learning import CoursePublished, CourseRetired
from touchline_runtime.transaction import Transaction

CourseChange = CoursePublished | CourseRetired


async def when_course_changes_know_it(tx: Transaction, events: Sequence[CourseChange]) -> None:
    """One row a course: what its newest event says. A stale one changes nothing."""
    await store.save_courses(tx.conn, [_row(event) for event in latest(events)])


def _row(event: CourseChange) -> CourseRow:
    if isinstance(event, CoursePublished):
        return CourseRow(event.course_id, event.revision, event.title, event.estimated_minutes)
    return CourseRow(event.course_id, event.revision, None, None)
