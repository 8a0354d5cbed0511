"""Every SQL statement of the overview of a skill, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from skills.overview.scope import Scope
from skills.overview.weeks import Counted
from touchline_runtime.transaction import Connection

TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date"
SKILLS_MEANT = """
WITH RECURSIVE meant AS (
    SELECT skill_id AS id FROM skill_alias WHERE id = $1
    UNION
    SELECT s.id FROM skill s JOIN meant m ON s.parent_id = m.id WHERE $2 AND s.merged_into IS NULL
)
SELECT id FROM meant
"""
# All time is the day infinity; what was not folded yet counts for its day and for that one. The skill '' is
# every task that names a skill, once.
TASKS_BY_WEEK = """
WITH tag AS (
    SELECT id FROM skill_alias WHERE skill_id = ANY($2::text[]) UNION ALL SELECT '' WHERE $2 IS NULL
),
figure AS (
    SELECT day, kind, inferred, opened, finished, resolved, seconds FROM task_figure
    WHERE team_id = ANY($1::text[]) AND skill_id IN (SELECT id FROM tag) AND day >= $3::date
      AND kind = ANY($4::text[])
    UNION ALL
    SELECT counted_day, kind, inferred, opened, finished, resolved, seconds FROM task_delta
    CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
    WHERE ($1 = ARRAY[''] OR team_id = ANY($1)) AND skill_id IN (SELECT id FROM tag)
      AND counted_day >= $3 AND kind = ANY($4)
)
SELECT CASE WHEN day < 'infinity' THEN date_trunc('week', day::timestamp)::date END AS week, kind, inferred,
    sum(opened)::bigint, sum(finished)::bigint, sum(resolved)::bigint, sum(seconds)::bigint
FROM figure GROUP BY 1, 2, 3
"""
_PEOPLE = """
WITH people AS (
    SELECT id FROM person WHERE active AND ($1::text[] IS NULL OR id IN (
        SELECT person_id FROM team_person WHERE team_id = ANY($1) AND part = 'member'))
)
"""
# One probe a person, who may hold hundreds.
PEOPLE = (
    _PEOPLE
    + """
SELECT count(*) AS persons, count(*) FILTER (WHERE EXISTS (
    SELECT FROM held_skill h
    WHERE h.person_id = people.id AND ($2::text[] IS NULL OR h.skill_id = ANY($2)))) AS users
FROM people
"""
)
EXPERTS = (
    _PEOPLE
    + """
, top AS MATERIALIZED (
    SELECT level_type_id, max(value) AS value FROM level GROUP BY level_type_id HAVING count(*) > 1
),
expert AS (
    SELECT DISTINCT h.person_id
    FROM top JOIN skill s USING (level_type_id)
    JOIN held_skill h ON h.skill_id = s.id AND h.level >= top.value
    WHERE $2::text[] IS NULL OR s.id = ANY($2)
),
on_call AS (
    SELECT DISTINCT person_id FROM shift WHERE NOT cancelled AND ends_at > now() AND starts_at <= now()
)
SELECT count(*) AS experts, count(*) FILTER (WHERE id IN (SELECT person_id FROM on_call)) AS on_call
FROM people WHERE id IN (SELECT person_id FROM expert)
"""
)
# A level between two steps is called after the one below.
LEVELS = (
    _PEOPLE
    + """
, step AS MATERIALIZED (
    SELECT level_type_id, value, name, lead(value) OVER (PARTITION BY level_type_id ORDER BY value) AS next
    FROM level
),
held AS MATERIALIZED (
    SELECT s.level_type_id, h.person_id, h.level FROM skill s JOIN held_skill h ON h.skill_id = s.id
    WHERE s.id = ANY($2::text[]) AND h.person_id IN (SELECT id FROM people)
)
SELECT step.level_type_id, step.value, step.name, count(DISTINCT h.person_id) AS holders,
    count(DISTINCT h.person_id)::float8 / (SELECT count(DISTINCT person_id) FROM held) AS share
FROM held h JOIN step ON step.level_type_id = h.level_type_id AND h.level >= step.value
    AND (step.next IS NULL OR h.level < step.next)
GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
)


async def today(conn: Connection) -> date:
    """The day that it is in UTC."""
    day: date = await conn.fetchval(TODAY)
    return day


async def skills_meant(conn: Connection, skill_id: str, roll_up: bool) -> list[str]:
    """The skill by the id that it has today, with all below it where asked for. Empty: not known."""
    return [row["id"] for row in await conn.fetch(SKILLS_MEANT, skill_id, roll_up)]


async def tasks_by_week(
    conn: Connection, scope: Scope, skills: Sequence[str] | None, first: date
) -> list[Counted]:
    """What was counted in each week since ``first``, a Monday, and in all time. None: of all skills."""
    rows = await conn.fetch(TASKS_BY_WEEK, scope.figures, skills, first, scope.kinds)
    return [Counted(*row) for row in rows]


async def people(conn: Connection, scope: Scope, skills: Sequence[str] | None) -> Record:
    """How many active persons there are, and how many hold one of the skills."""
    return await _one(conn, PEOPLE, scope, skills)


async def experts(conn: Connection, scope: Scope, skills: Sequence[str] | None) -> Record:
    """How many active persons hold one of the skills at its highest level, and how many have a shift now."""
    return await _one(conn, EXPERTS, scope, skills)


async def levels(conn: Connection, scope: Scope, skills: Sequence[str]) -> list[Record]:
    """How many active persons hold one of the skills at each step, and what share of all who do."""
    return await conn.fetch(LEVELS, scope.teams, skills)


async def _one(conn: Connection, statement: str, scope: Scope, skills: Sequence[str] | None) -> Record:
    row = await conn.fetchrow(statement, scope.teams, skills)
    assert row is not None
    return row
