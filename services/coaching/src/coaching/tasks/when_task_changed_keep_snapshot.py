"""Projection: keeps the last snapshot of each task."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.tasks import store
from coaching.tasks.kept import row
from touchline_contracts.latest import latest
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changed_keep_snapshot(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """One row a task, in one statement; a snapshot older than the stored one changes nothing."""
    await store.save(tx.conn, [row(task) for task in latest(events)])
