"""Command: somebody begins a course."""

from __future__ import annotations

from learning.learning_tasks.learning_task import start
from learning.learning_tasks.move import MoveTask, moved, task_to_move
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.transaction import Transaction


async def start_task(tx: Transaction, command: MoveTask) -> LearningTaskView:
    """Puts the task in progress. Raises NotFound, Forbidden, and Refusal as ``start`` says."""
    task, event = start(await task_to_move(tx.conn, command.by, command.id))
    tx.emit(event)
    return await moved(tx.conn, task)
