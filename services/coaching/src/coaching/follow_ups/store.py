"""Every statement that lists follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from touchline_runtime.transaction import Connection

DUE_FIRST = """
select id as assessment_id, state as assessment_state, trainee_id, coach_id, team_id, task_number, skill_id,
  follow_up_kind as kind, follow_up_owner_id as owner_id, follow_up_due_on as due_on,
  follow_up_done_at as done_at
from assessment
where follow_up_kind is not null
  and ($1::text is null or follow_up_owner_id = $1) and ($2::text[] is null or team_id = any($2))
  and case when $3::bool then follow_up_done_at is not null else follow_up_done_at is null end
  and ($4::date is null or follow_up_due_on < $4)
  and ($5::date is null or (follow_up_due_on, id) > ($5, $6::text))
order by follow_up_due_on, id limit $7
"""


async def due_first(
    conn: Connection,
    owner_id: str | None,
    teams: Sequence[str] | None,
    *,
    done: bool,
    due_before: date | None,
    after: tuple[date, str] | None,
    limit: int,
) -> list[Record]:
    """Follow-ups of an owner (None: of all) in these teams (None: in all), the first due first."""
    due_on, id = after or (None, None)
    return await conn.fetch(DUE_FIRST, owner_id, teams, done, due_before, due_on, id, limit)
