"""Command: a learning task is withdrawn."""

from __future__ import annotations

from learning.learning_tasks.learning_task import cancel
from learning.learning_tasks.move import MoveTask, moved, task_to_move
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.transaction import Transaction


async def cancel_task(tx: Transaction, command: MoveTask) -> LearningTaskView:
    """Cancels the task; the assignee alone cannot. Raises NotFound, Forbidden, Refusal as ``cancel`` says."""
    task, event = cancel(await task_to_move(tx.conn, command.by, command.id, or_self=False))
    tx.emit(event)
    return await moved(tx.conn, task)
