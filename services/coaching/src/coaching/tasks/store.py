"""Every statement about the stored tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from asyncpg import Record

from coaching.tasks.kept import Row
from touchline_runtime.transaction import Connection

# An array of rows is the cheapest way into PostgreSQL: half the time of an array a column.
SAVE_TASKS = """
insert into task as stored (number, revision, kind, state, priority, short_description, agent_id, team_id,
  category, product, opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached,
  rating_fraction, description, resolution_notes, link, channel, skills, reassignment_count, note_count,
  notes, rating, rating_min, rating_max, attributes)
select * from unnest($1::task_kept[])
on conflict (number) do update set revision = excluded.revision, kind = excluded.kind, state = excluded.state,
  priority = excluded.priority, short_description = excluded.short_description, agent_id = excluded.agent_id,
  team_id = excluded.team_id, category = excluded.category, product = excluded.product,
  opened_at = excluded.opened_at, resolved_at = excluded.resolved_at, closed_at = excluded.closed_at,
  handle_minutes = excluded.handle_minutes, reopen_count = excluded.reopen_count,
  sla_breached = excluded.sla_breached, rating_fraction = excluded.rating_fraction,
  description = excluded.description, resolution_notes = excluded.resolution_notes, link = excluded.link,
  channel = excluded.channel, skills = excluded.skills, reassignment_count = excluded.reassignment_count,
  note_count = excluded.note_count, notes = excluded.notes, rating = excluded.rating,
  rating_min = excluded.rating_min, rating_max = excluded.rating_max, attributes = excluded.attributes
where excluded.revision >= stored.revision
"""

REVISIONS = "select number, revision from task where number = any($1::text[])"

TASK = "select * from task where number = $1"

CONCERNS = """
select exists (select from assessment where task_number = $1 and (coach_id = $2 or trainee_id = $2))
"""

COUNT_TASKS = "select count(*) from task"


async def save(conn: Connection, rows: Sequence[Row]) -> None:
    """Stores snapshots, at most one a task; each only if none newer is stored."""
    await conn.execute(SAVE_TASKS, rows)


async def revisions(conn: Connection, numbers: Collection[str]) -> dict[str, int]:
    """The stored revision of each of these tasks; a task that is not stored is left out."""
    rows = await conn.fetch(REVISIONS, list(numbers))
    return {row["number"]: row["revision"] for row in rows}


async def task(conn: Connection, number: str) -> Record | None:
    """The stored task, or None."""
    return await conn.fetchrow(TASK, number)


async def concerns(conn: Connection, number: str, person_id: str) -> bool:
    """Whether the person coaches, or is coached in, an assessment about the task."""
    return bool(await conn.fetchval(CONCERNS, number, person_id))
