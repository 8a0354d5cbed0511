"""What every move of a learning task begins with: may the caller, and the task under lock."""

from __future__ import annotations

from learning.learning_tasks import store
from learning.learning_tasks.learning_task import LearningTask
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import Forbidden, NotFound
from touchline_runtime.http import Command
from touchline_runtime.transaction import Connection


class MoveTask(Command):
    """A step for the learning task ``id``."""

    id: str


async def task_to_move(
    conn: Connection, by: Principal, task_id: str, *, or_self: bool = True
) -> LearningTask:
    """The task under lock. Its assignee may move it, and a task creator whose team the assignee is in.

    Raises NotFound or Forbidden.
    """
    task = await store.lock_task(conn, task_id)
    if task is None:
        raise NotFound("learning task", task_id)
    if or_self and task.person_id == by.person_id:
        return task
    if not by.has(Role.TASK_CREATOR):
        raise Forbidden("Only the assignee and those who create tasks for the assignee's team may do this.")
    await require_person(conn, by, task.person_id, Role.LEARNING_ADMIN)
    return task


async def moved(conn: Connection, task: LearningTask) -> LearningTaskView:
    """Writes a moved task and shows it."""
    await store.save_task(conn, task)
    view = await store.read_task(conn, task.id)
    if view is None:
        raise NotFound("learning task", task.id)
    return view
