"""Opens the learning task for training that an assessment asked for."""

from __future__ import annotations

from learning.courses.course import Course
from learning.learning_tasks import store
from learning.learning_tasks.learning_task import LearningTask, assigned, due_date
from learning.learning_tasks.store import Training
from touchline_runtime.transaction import Transaction


async def assign_training(tx: Transaction, training: Training, course: Course, task_id: str) -> None:
    """Once for each assessment and course, unless the task was cancelled."""
    task = LearningTask(
        id=task_id,
        person_id=training.person_id,
        course_id=course.id,
        due_at=due_date(None, course.days_to_complete, tx.now),
        assigned_by=training.decided_by,
        assessment_id=training.assessment_id,
    )
    if await store.add_task(tx.conn, task, tx.now):
        tx.emit(assigned(task))
