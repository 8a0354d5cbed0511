"""Every statement that finds assessments whose time is over, or nearly."""

from __future__ import annotations

from datetime import datetime

from coaching.assessments.assessment import Assessment
from coaching.assessments.store import assessment_of
from touchline_runtime.transaction import Connection

# Skipped when locked: whoever holds one is changing it, and it is looked at again in the next round.
_RUNNING = "select * from assessment where state in ('open', 'work_in_progress')"

TO_WARN = (
    _RUNNING
    + """
  and warned_at is null and due_at <= $1
order by due_at, id limit $2 for update skip locked
"""
)

TO_CLOSE = (
    _RUNNING
    + """
  and due_at <= $1 and warned_at <= $2
order by due_at, id limit $3 for update skip locked
"""
)


async def to_warn(conn: Connection, due_by: datetime, limit: int) -> list[Assessment]:
    """Those due by then that were not warned, the first due first; locked until the transaction ends."""
    return [assessment_of(row) for row in await conn.fetch(TO_WARN, due_by, limit)]


async def to_close(conn: Connection, due_by: datetime, warned_by: datetime, limit: int) -> list[Assessment]:
    """Those due by then and warned by then, the first due first; locked until the transaction ends."""
    return [assessment_of(row) for row in await conn.fetch(TO_CLOSE, due_by, warned_by, limit)]
