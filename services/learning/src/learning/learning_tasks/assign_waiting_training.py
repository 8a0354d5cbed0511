"""Opens the learning tasks that waited for their course to be published."""

from __future__ import annotations

from learning.courses.course import Course
from learning.learning_tasks import store
from learning.learning_tasks.assign_training import assign_training
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Transaction


async def assign_waiting_training(tx: Transaction, course: Course) -> None:
    """Called in the transaction that publishes the course, under the courses' lock."""
    for training in await store.take_waiting(tx.conn, course.id):
        await assign_training(tx, training, course, new_id())
