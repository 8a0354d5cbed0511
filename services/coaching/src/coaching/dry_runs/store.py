"""Every statement of dry runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from asyncpg import Record

from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

_LOCK = lock_number("touchline", "coaching", "dry-run")
BATCH = 2_000

TRY_LOCK = "select pg_try_advisory_xact_lock($1)"

# What is not asked for is neither read nor sent: long texts are stored apart from their row.
TASKS = """
select number, extract(epoch from moment)::float8, note_count is not null, agent_id, team_id,
  case when 'kind' = any($1::text[]) then kind end,
  case when 'state' = any($1) then state end,
  case when 'priority' = any($1) then priority end,
  case when 'short_description' = any($1) then short_description end,
  case when 'description' = any($1) then left(description, $6::integer) end,
  case when 'resolution_notes' = any($1) then left(resolution_notes, $6) end,
  case when 'category' = any($1) then category end,
  case when 'product' = any($1) then product end,
  case when 'channel' = any($1) then channel end,
  case when 'skills' = any($1) then skills end,
  case when 'opened_at' = any($1) then opened_at end,
  case when 'resolved_at' = any($1) then resolved_at end,
  case when 'closed_at' = any($1) then closed_at end,
  case when 'handle_minutes' = any($1) then handle_minutes end,
  case when 'reopen_count' = any($1) then reopen_count end,
  case when 'reassignment_count' = any($1) then reassignment_count end,
  case when 'note_count' = any($1) then note_count end,
  case when 'sla_breached' = any($1) then sla_breached end,
  case when 'rating' = any($1) then rating end,
  case when 'rating' = any($1) then rating_min end,
  case when 'rating' = any($1) then rating_max end,
  case when 'attributes' = any($1) then attributes::text end
from (
  select *, least(
    case when 'task.closed' = any($2::text[]) and closed_at >= $5::timestamptz then closed_at end,
    case when 'task.resolved' = any($2) and resolved_at >= $5 then resolved_at end,
    case when 'task.opened' = any($2) and opened_at >= $5 then opened_at end,
    case when 'task.assigned' = any($2) and opened_at >= $5 and agent_id is not null then opened_at end,
    case when 'task.reopened' = any($2) and opened_at >= $5 and reopen_count > 0 then opened_at end,
    case when 'task.rated' = any($2) and rating_fraction is not null
      and coalesce(closed_at, resolved_at, opened_at) >= $5
      then coalesce(closed_at, resolved_at, opened_at) end
  ) as moment
  from task
  where (cardinality($3::text[]) = 0 or kind = any($3)) and ($4::text[] is null or team_id = any($4))
) as seen
where moment is not null
"""

EXAMPLES = """
select number, revision, kind, state, priority, short_description, agent_id, team_id, category, product,
  opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached, rating_fraction
from task where number = any($1::text[]) order by array_position($1, number)
"""


async def claim(conn: Connection) -> bool:
    """Whether no other dry run is under way; until the transaction ends, none will be."""
    return bool(await conn.fetchval(TRY_LOCK, _LOCK))


async def batches(
    conn: Connection,
    columns: Sequence[str],
    event_types: Sequence[str],
    kinds: Sequence[str],
    teams: Sequence[str] | None,
    since: datetime,
    longest_text: int,
) -> AsyncIterator[list[Record]]:
    """The tasks that these events told of since then, of these teams (None: of all).

    While one batch is worked on, the server makes the next.
    """
    cursor = await conn.cursor(TASKS, columns, event_types, kinds, teams, since, longest_text)
    coming = asyncio.create_task(cursor.fetch(BATCH))
    try:
        while batch := await coming:
            coming = asyncio.create_task(cursor.fetch(BATCH))
            yield batch
    finally:
        if not coming.done():
            coming.cancel()
            await asyncio.wait([coming])


async def examples(conn: Connection, numbers: Sequence[str]) -> list[Record]:
    """These tasks, without their texts, in this order."""
    return await conn.fetch(EXAMPLES, numbers)
