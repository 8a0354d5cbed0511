"""The statements that list matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from asyncpg import Record

from touchline_runtime.transaction import Connection

_SHOWN = """
  select opportunity_id, opportunity_version, match.task_number as subject, reopen_count as occurrence,
    case when skill_id is null then match.task_number end as task_number, skill_id, trainee_id, team_id,
    outcome, reason, coach_id,
    case when outcome in ('opened', 'no_coach') then assessment_id end as assessment_id,
    matched_at
  from opportunity_match as match where
"""
_FILTERS = """
  ($1::text is null or opportunity_id = $1) and ($2::text is null or outcome = $2)
  and ($3::text is null or case $3 when '-' then team_id is null else team_id = $3 end)
  and ($4::text is null or trainee_id = $4) and ($5::text is null or coach_id = $5)
  and ($6::timestamptz is null or matched_at >= $6) and ($7::timestamptz is null or matched_at < $7)
  and ($8::timestamptz is null
    or (matched_at, opportunity_id, match.task_number, reopen_count) < ($8, $9::text, $10::text, $11::bigint))
"""
_LAST_FIRST = """
  order by matched_at desc, opportunity_id desc, match.task_number desc, reopen_count desc limit $12
"""
MATCHES_BEFORE = _SHOWN + _FILTERS + _LAST_FIRST
# each team's by its own index, and what the person was found for in other teams
MATCHES_OF_TEAMS_BEFORE = (
    "select * from (select found.* from unnest($13::text[]) as led (id), lateral ("
    + _SHOWN
    + "team_id = led.id and"
    + _FILTERS
    + _LAST_FIRST
    + ") as found union all ("
    + _SHOWN
    + "coach_id = $14::text and (team_id is null or team_id <> all($13)) and"
    + _FILTERS
    + _LAST_FIRST
    + ")) as match order by matched_at desc, opportunity_id desc, subject desc, occurrence desc limit $12"
)


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
    if teams is None:
        return await conn.fetch(MATCHES_BEFORE, *shown, *place, limit)
    return await conn.fetch(MATCHES_OF_TEAMS_BEFORE, *shown, *place, limit, teams, person_id)
