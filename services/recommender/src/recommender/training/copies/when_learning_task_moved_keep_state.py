"""Reaction: who was asked to take which course, and who finished it."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.training.copies import store
from recommender.training.copies.latest import latest
from touchline_contracts.learning import LearningTaskCancelled, LearningTaskCompleted, LearningTaskEvent
from touchline_runtime.transaction import Transaction


async def when_learning_task_moved_keep_state(tx: Transaction, events: Sequence[LearningTaskEvent]) -> None:
    """Keeps each task's latest state."""
    await store.save_tasks(
        tx.conn, [_row(one) for one in latest(events, lambda event: (event.learning_task_id,))]
    )


def _row(event: LearningTaskEvent) -> store.TaskRow:
    state, completed_at = "open", None
    if isinstance(event, LearningTaskCompleted):
        state, completed_at = "completed", event.completed_at
    elif isinstance(event, LearningTaskCancelled):
        state = "cancelled"
    return store.TaskRow(
        event.learning_task_id, event.revision, event.person_id, event.course_id, state, completed_at
    )
