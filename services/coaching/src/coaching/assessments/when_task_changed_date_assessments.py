"""Decision: keeps on each assessment when its task was done, which the overview counts by."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.assessments import store
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Transaction


async def when_task_changed_date_assessments(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Takes the time from the stored task, which these events have changed already, so that a stale
    snapshot changes nothing here either. It is no projection: assessments are decisions.
    """
    await store.date(tx.conn, sorted({event.number for event in events}))
