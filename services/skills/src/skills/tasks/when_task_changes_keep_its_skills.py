"""Reaction: keeps of each task what the figures about skills need. Hot: one statement a batch."""

from __future__ import annotations

from collections.abc import Sequence

from skills.tasks import store
from touchline_contracts.latest import latest
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changes_keep_its_skills(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Stores the newest snapshot of each task; a stale one changes nothing."""
    await store.save_tasks(tx.conn, latest(events))
