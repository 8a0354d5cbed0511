"""Reaction: which work was finished, by whom. Hot: one statement a batch."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.work import store
from recommender.work.finished_task import latest_of
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_finished_keep_work(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Keeps each task's latest revision."""
    await store.save(tx.conn, latest_of(events))
