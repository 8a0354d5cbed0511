"""Reaction: a resolved assessment's training becomes learning tasks of the trainee."""

from __future__ import annotations

from collections.abc import Sequence

from learning.courses.store import courses_by_id, share_courses
from learning.learning_tasks import store
from learning.learning_tasks.assign_training import assign_training
from learning.learning_tasks.store import Training
from touchline_contracts.coaching import AssessmentResolved
from touchline_runtime.ids import derived_id
from touchline_runtime.transaction import Transaction


async def when_assessment_resolved_assign_training(
    tx: Transaction, events: Sequence[AssessmentResolved]
) -> None:
    """Opens one task for each course asked for; what is no course here waits until it is published."""
    wanted = {course_id for event in events for course_id in event.training}
    if not wanted:
        return
    await share_courses(tx.conn)
    courses = await courses_by_id(tx.conn, wanted)
    for event in events:
        because, cause = tx.because(event), tx.envelope(event)
        for course_id in dict.fromkeys(event.training):
            training = Training(course_id, event.assessment_id, event.trainee_id, event.decided_by)
            if course_id in courses:
                task_id = derived_id("learning-task", cause.source, cause.id, course_id)
                await assign_training(because, training, courses[course_id], task_id)
            else:
                await store.keep_waiting(tx.conn, training, tx.now)
