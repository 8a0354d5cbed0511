"""The statement that drops tasks."""

from __future__ import annotations

from datetime import datetime

from touchline_runtime.transaction import Connection

# The index by opening leads to the oldest: what was closed that long ago was opened before. What somebody has
# locked is left for the next time, so that this waits for nobody and nobody waits long for it.
DROP_TASKS = """
with old as (
  select number from task
  where opened_at < $1 and closed_at < $1
    and not exists (select from assessment where task_number = task.number and assessment.closed_at is null)
  order by opened_at, number limit $2 for update skip locked
), dropped as (
  delete from task using old where task.number = old.number returning task.number
)
select count(*) from dropped
"""


async def drop_tasks(conn: Connection, closed_before: datetime, limit: int) -> int:
    """Drops the oldest tasks closed before then that no unclosed assessment is about. Returns how many."""
    dropped: int = await conn.fetchval(DROP_TASKS, closed_before, limit)
    return dropped
