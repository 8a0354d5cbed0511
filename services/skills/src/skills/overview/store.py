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
_HOLDERS = (
    _PEOPLE
    + """
, top AS MATERIALIZED (
    SELECT s.id AS skill_id, max(l.value) AS value FROM skill s JOIN level l USING (level_type_id)
    GROUP BY s.id HAVING count(*) > 1
),
on_call AS (
    SELECT DISTINCT person_id FROM shift WHERE NOT cancelled AND ends_at > now() AND starts_at <= now()
),
holder AS (
    SELECT h.person_id, coalesce(bool_or(h.level >= top.value), false) AS expert
    FROM held_skill h LEFT JOIN top USING (skill_id)
    WHERE h.person_id IN (SELECT id FROM people)"""
)
_COUNT_HOLDERS = """
    GROUP BY h.person_id
)
SELECT (SELECT count(*) FROM people) AS persons, count(*) AS users, count(*) FILTER (WHERE expert) AS experts,
    count(*) FILTER (WHERE expert AND person_id IN (SELECT person_id FROM on_call)) AS on_call
FROM holder
"""
HOLDERS_OF_ANY = _HOLDERS + _COUNT_HOLDERS
HOLDERS = _HOLDERS + " AND h.skill_id = ANY($2::text[])" + _COUNT_HOLDERS
# A level between two steps is called after the one below.
LEVELS = (
    _PEOPLE
    + """
, step AS MATERIALIZED (
    SELECT level_type_id, value, name, lead(value) OVER (PARTITION BY level_type_id ORDER BY value) AS next
    FROM level
),
holder AS MATERIALIZED (
    SELECT DISTINCT step.level_type_id, step.value, step.name, h.person_id
    FROM held_skill h JOIN skill s ON s.id = h.skill_id
    JOIN step ON step.level_type_id = s.level_type_id AND h.level >= step.value
        AND (step.next IS NULL OR h.level < step.next)
    WHERE h.skill_id = ANY($2::text[]) AND h.person_id IN (SELECT id FROM people)
)
SELECT level_type_id, value, name, count(*) AS holders,
    count(*)::float8 / (SELECT count(*) FROM (SELECT DISTINCT person_id FROM holder) AS everybody) AS share
FROM holder GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
)

# Backwards from now: who holds it and whom nothing happened to since the first week held it all the time. Of
# others an entry holds until the first moment at which a later one was made, or until its own end.
USERS_BY_WEEK = (
    _PEOPLE
    + """
, week AS (
    SELECT monday::date AS monday, least(now(), (monday + interval '7 days') AT TIME ZONE 'UTC') AS moment
    FROM generate_series($3::date::timestamp, $4::date::timestamp, interval '7 days') AS monday
),
moved AS MATERIALIZED (
    SELECT DISTINCT l.person_id, l.skill_id FROM ledger l
    WHERE l.skill_id IN (SELECT id FROM skill_alias WHERE skill_id = ANY($2::text[]))
      AND l.at >= $3::timestamp AT TIME ZONE 'UTC' AND l.person_id IN (SELECT id FROM people)
),
steady AS MATERIALIZED (
    SELECT DISTINCT h.person_id FROM held_skill h
    WHERE h.skill_id = ANY($2) AND h.person_id IN (SELECT id FROM people)
      AND NOT EXISTS (SELECT FROM moved m WHERE m.person_id = h.person_id AND m.skill_id = h.skill_id)
),
step AS MATERIALIZED (
    SELECT l.person_id, l.level, l.at, least(l.valid_until, min(l.at) OVER (
        PARTITION BY l.person_id, l.skill_id ORDER BY l.revision DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS until
    FROM moved JOIN ledger l USING (person_id, skill_id)
    WHERE NOT EXISTS (SELECT FROM steady WHERE steady.person_id = moved.person_id)
)
SELECT week.monday, (SELECT count(*) FROM steady) + count(DISTINCT step.person_id) AS users
FROM week LEFT JOIN step
    ON step.level IS NOT NULL AND step.at <= week.moment AND (step.until IS NULL OR step.until > week.moment)
GROUP BY week.monday
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
    """How many active persons there are, how many hold one of the skills, how many of these one at its
    highest level, and how many of those have a shift now.
    """
    if skills is None:
        row = await conn.fetchrow(HOLDERS_OF_ANY, scope.teams)
    else:
        row = await conn.fetchrow(HOLDERS, scope.teams, skills)
    assert row is not None
    return row


async def levels(conn: Connection, scope: Scope, skills: Sequence[str]) -> list[Record]:
    """How many active persons hold one of the skills at each step, and what share of all who do."""
    return await conn.fetch(LEVELS, scope.teams, skills)


async def users_by_week(
    conn: Connection, scope: Scope, skills: Sequence[str], first: date, last: date
) -> dict[date, int]:
    """How many of those who are active persons now held one of the skills at the end of each week, by its
    Monday; in the week that is not over, now. As the ledger tells it.
    """
    rows = await conn.fetch(USERS_BY_WEEK, scope.teams, skills, first, last)
    return {row["monday"]: row["users"] for row in rows}
