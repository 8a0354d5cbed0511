"""Every statement of the overview. Those that count are answered from an index that holds all they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from asyncpg import Record

from coaching.overview.period import Period, Window
from touchline_runtime.transaction import Connection

# "-" stands for none, as in the lists
_WANTED = """
  and ($1::text[] is null or team_id = any($1))
  and ($2::text is null or case $2 when '-' then team_id is null else team_id = $2 end)
  and ($3::text is null or case $3 when '-' then survey_id is null else survey_id = $3 end)
"""
_TASKS_DONE = (
    """
  from assessment where quality is not null and task_done_at >= $4::timestamptz and task_done_at < $5
"""
    + _WANTED
)
_COMPLETED = (
    """
  from assessment where quality is not null and closed_at >= $4::timestamptz and closed_at < $5
"""
    + _WANTED
)
_BY_EACH = """
select grouping(day, team_id, survey_id) as by, day, team_id, survey_id,
  count(*) as n, avg(quality) as average
from counted group by grouping sets ((), (day), (team_id), (survey_id))
"""
QUALITY_OF_TASKS = (
    """
with counted as (
  select (task_done_at at time zone 'utc')::date as day, team_id, survey_id, quality
"""
    + _TASKS_DONE
    + ")"
    + _BY_EACH
)
QUALITY_OF_ASSESSMENTS = (
    """
with counted as (
  select (closed_at at time zone 'utc')::date as day, team_id, survey_id, quality
"""
    + _COMPLETED
    + ")"
    + _BY_EACH
)
TOTAL_OF_TASKS = "select count(*) as n, avg(quality) as average" + _TASKS_DONE
TOTAL_OF_ASSESSMENTS = "select count(*) as n, avg(quality) as average" + _COMPLETED

BY_STATE = (
    """
select state, count(*) as n from (
  select state from assessment where closed_at is null
"""
    + _WANTED
    + """
  union all
  select state from assessment where closed_at >= $4::timestamptz and closed_at < $5
"""
    + _WANTED
    + """
) as counted
group by state
"""
)

BY_OPPORTUNITY = (
    """
select opportunity_id, count(*) as n from assessment
where opened_at >= $4::timestamptz and opened_at < $5
"""
    + _WANTED
    + """
group by opportunity_id order by n desc, opportunity_id
"""
)

NAMES = """
select 'team' as kind, id, name from team where id = any($1::text[])
union all
select 'opportunity', id, name from opportunity where id = any($3::text[])
union all
(select distinct on (id) 'survey', id, name from survey where id = any($2::text[]) order by id, version desc)
"""

TODAY = "select (now() at time zone 'utc')::date"

_ALL, _DAY, _TEAM, _SURVEY = 0b111, 0b011, 0b101, 0b110
"""Which columns a row of the sums is not by, as PostgreSQL's grouping() tells."""


class Wanted(NamedTuple):
    """What the overview is of: these teams (None: all), of them one team, and one survey."""

    teams: Sequence[str] | None
    team: str | None
    survey: str | None
    period: Period

    def values(self) -> tuple[object, ...]:
        """The statements' first five parameters."""
        return self.teams, self.team, self.survey, self.period.since, self.period.before


class Mean(NamedTuple):
    """The mean quality of ``n`` assessments; None of none."""

    n: int = 0
    average: float | None = None


class Quality(NamedTuple):
    """The mean in all, and by whatever has one."""

    total: Mean
    days: Mapping[date, Mean]
    teams: Mapping[str | None, Mean]
    surveys: Mapping[str | None, Mean]


class Names(NamedTuple):
    """Names by id; what is not known has none."""

    teams: Mapping[str, str]
    surveys: Mapping[str, str]
    opportunities: Mapping[str, str]


async def today(conn: Connection) -> date:
    """The day that it is in UTC."""
    day: date = await conn.fetchval(TODAY)
    return day


async def quality(conn: Connection, window: Window, wanted: Wanted) -> Quality:
    """The quality of the window, in all and by day, team and survey."""
    statement = QUALITY_OF_TASKS if window is Window.TASKS else QUALITY_OF_ASSESSMENTS
    rows = await conn.fetch(statement, *wanted.values())

    def means(by: int, column: str) -> dict[Any, Mean]:
        return {row[column]: _mean(row) for row in rows if row["by"] == by}

    (total,) = (_mean(row) for row in rows if row["by"] == _ALL)
    return Quality(total, means(_DAY, "day"), means(_TEAM, "team_id"), means(_SURVEY, "survey_id"))


async def total(conn: Connection, window: Window, wanted: Wanted) -> Mean:
    """The quality of the window in all."""
    row = await conn.fetchrow(
        TOTAL_OF_TASKS if window is Window.TASKS else TOTAL_OF_ASSESSMENTS, *wanted.values()
    )
    assert row is not None
    return _mean(row)


async def by_state(conn: Connection, wanted: Wanted) -> dict[str, int]:
    """How many are in each state: not closed now, and closed in the period."""
    rows = await conn.fetch(BY_STATE, *wanted.values())
    return {row["state"]: row["n"] for row in rows}


async def by_opportunity(conn: Connection, wanted: Wanted) -> dict[str | None, int]:
    """How many each opportunity opened in the period, the most first; None: by hand."""
    rows = await conn.fetch(BY_OPPORTUNITY, *wanted.values())
    return {row["opportunity_id"]: row["n"] for row in rows}


async def names(
    conn: Connection,
    teams: Iterable[str | None],
    surveys: Iterable[str | None],
    opportunities: Iterable[str | None],
) -> Names:
    """What these are called."""
    asked = [[id for id in ids if id is not None] for ids in (teams, surveys, opportunities)]
    rows = await conn.fetch(NAMES, *asked)
    kinds = ("team", "survey", "opportunity")
    return Names(*({row["id"]: row["name"] for row in rows if row["kind"] == kind} for kind in kinds))


def _mean(row: Record) -> Mean:
    return Mean(row["n"], row["average"])
