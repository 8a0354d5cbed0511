"""Reaction: which courses can be assigned, and what they award."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.training.copies import store
from recommender.training.copies.latest import latest
from touchline_contracts.event import json_of
from touchline_contracts.learning import CourseEvent, CoursePublished, CourseRetired
from touchline_runtime.transaction import Transaction


async def when_course_changed_keep_offer(tx: Transaction, events: Sequence[CourseEvent]) -> None:
    """Keeps what was published last, and when it was retired."""
    published = latest([one for one in events if isinstance(one, CoursePublished)], _id)
    retired = latest([one for one in events if isinstance(one, CourseRetired)], _id)
    if published:
        await store.save_courses(tx.conn, [_row(one) for one in published])
    if retired:
        await store.retire_courses(tx.conn, {one.course_id: one.revision for one in retired})


def _id(event: CourseEvent) -> tuple[str, ...]:
    return (event.course_id,)


def _row(event: CoursePublished) -> store.CourseRow:
    skills = json_of(event.skills)
    return store.CourseRow(event.course_id, event.revision, event.title, event.estimated_minutes, skills)
