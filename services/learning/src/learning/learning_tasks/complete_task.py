"""Command: somebody has finished a course; the event carries the skills it awards."""

from __future__ import annotations

from learning.courses.store import courses_by_id
from learning.learning_tasks.learning_task import complete
from learning.learning_tasks.move import MoveTask, moved, task_to_move
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.transaction import Transaction


async def complete_task(tx: Transaction, command: MoveTask) -> LearningTaskView:
    """Completes the task. Raises NotFound, Forbidden, and Refusal as ``complete`` says."""
    task = await task_to_move(tx.conn, command.by, command.id)
    course = (await courses_by_id(tx.conn, [task.course_id]))[task.course_id]
    done, event = complete(task, course.skills, tx.now)
    tx.emit(event)
    return await moved(tx.conn, done)
