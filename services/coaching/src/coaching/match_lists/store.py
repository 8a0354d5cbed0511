"""The statement that lists matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from asyncpg import Record

from touchline_runtime.transaction import Connection

MATCHES_BEFORE = """
select opportunity_id, opportunity_version, task_number as subject, reopen_count as occurrence,
  case when skill_id is null then task_number end as task_number, skill_id, trainee_id, team_id, outcome,
  reason, coach_id, case when outcome in ('opened', 'no_coach') then assessment_id end as assessment_id,
  matched_at
from opportunity_match as match
where ($1::text[] is null or team_id = any($1) or coach_id = $2::text)
  and ($3::text is null or opportunity_id = $3) and ($4::text is null or outcome = $4)
  and ($5::text is null or case $5 when '-' then team_id is null else team_id = $5 end)
  and ($6::text is null or trainee_id = $6) and ($7::text is null or coach_id = $7)
  and ($8::timestamptz is null or matched_at >= $8) and ($9::timestamptz is null or matched_at < $9)
  and ($10::timestamptz is null
    or (matched_at, opportunity_id, match.task_number, reopen_count)
      < ($10, $11::text, $12::text, $13::bigint))
order by matched_at desc, opportunity_id desc, match.task_number desc, reopen_count desc limit $14
"""


class Filter(NamedTuple):
    """What the list shows; None leaves it open. ``team`` takes "-" for none; ``before`` is exclusive."""

    opportunity: str | None = None
    outcome: str | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    since: datetime | None = None
    before: datetime | None = None


class Place(NamedTuple):
    """The last row of the page before."""

    at: datetime | None = None
    opportunity_id: str | None = None
    subject: str | None = None
    occurrence: int | None = None


async def matches_before(
    conn: Connection, teams: Sequence[str] | None, person_id: str, shown: Filter, place: Place, limit: int
) -> list[Record]:
    """Matches of these teams (None: of all), and those that concern the person as coach, the last first."""
    return await conn.fetch(MATCHES_BEFORE, teams, person_id, *shown, *place, limit)
