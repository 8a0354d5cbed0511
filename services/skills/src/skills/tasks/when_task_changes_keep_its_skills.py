"""Reaction: keeps of each task what the figures about skills need. Hot: one statement a batch and kind."""

from __future__ import annotations

from collections.abc import Sequence

from skills.tasks import store
from touchline_contracts.latest import latest
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changes_keep_its_skills(
    tx: Transaction, events: Sequence[TaskEvent | TaskSkillsInferred]
) -> None:
    """Stores the newest snapshot of each task, and what was inferred of it last; what is stale is left."""
    snapshots = [event for event in events if isinstance(event, TaskEvent)]
    inferred: dict[str, TaskSkillsInferred] = {}
    for event in events:
        if isinstance(event, TaskSkillsInferred):
            known = inferred.get(event.task_number)
            if known is None or known.position < event.position:
                inferred[event.task_number] = event
    if snapshots:
        await store.save_tasks(tx.conn, latest(snapshots))
    if inferred:
        await store.save_inferred(tx.conn, inferred)
