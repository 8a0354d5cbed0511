"""Schedule: drops tasks that were closed long ago. Their assessments stay, with all that they need."""

from __future__ import annotations

from datetime import timedelta

import structlog

from coaching.retention import store
from touchline_runtime.schedule import Schedule
from touchline_runtime.transaction import Transaction

log = structlog.get_logger(__name__)

BATCH = 2_000
"""At most so many are dropped in one round: its locks are held for a moment."""
EVERY = timedelta(seconds=15)


def drop_old_tasks(kept: timedelta) -> Schedule:
    """Drops those closed longer ago than ``kept`` that no unclosed assessment is about."""

    async def drop(tx: Transaction) -> None:
        dropped = await store.drop_tasks(tx.conn, tx.now - kept, BATCH)
        if dropped:
            log.info("tasks_dropped", tasks=dropped)

    return Schedule("drop_old_tasks", EVERY, drop)
