"""Every SQL statement of the overview of a skill, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from skills.overview.holders.store import _GRADED, _PEOPLE, _TOP, COUNT_PEOPLE
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
_PERSONS = """
WITH people AS (
    SELECT id FROM person WHERE active AND ($1::text[] IS NULL OR id IN (
        SELECT person_id FROM team_person WHERE team_id = ANY($1) AND part = 'member'))
)
"""
_ASKED = "asked AS (SELECT id FROM skill WHERE $2::text[] IS NULL OR id = ANY($2)),"
HOLDERS = (
    "WITH"
    + _PEOPLE
    + _ASKED
    + _GRADED
    + _TOP
    + """
on_call AS (
    SELECT n.block, bit_or(set_bit(0::bit(8192), n.place, 1)) AS persons FROM (
        SELECT DISTINCT person_id FROM shift WHERE NOT cancelled AND ends_at > now() AND starts_at <= now()
    ) s JOIN person_number n USING (person_id) GROUP BY n.block
),
found AS (
    SELECT g.block, bit_or(g.holders) AS users,
        coalesce(bit_or(g.holders) FILTER (WHERE g.level >= top.value), 0::bit(8192)) AS experts
    FROM graded g LEFT JOIN top USING (skill_id) GROUP BY g.block
)
SELECT ("""
    + COUNT_PEOPLE
    + """) AS persons, coalesce(sum(bit_count(f.users & p.persons)), 0)::bigint AS users,
    coalesce(sum(bit_count(f.experts & p.persons)), 0)::bigint AS experts,
    coalesce(sum(bit_count(f.experts & p.persons & o.persons)), 0)::bigint AS on_call
FROM found f JOIN people p USING (block) LEFT JOIN on_call o USING (block)
"""
)
# A level between two steps is called after the one below.
LEVELS = (
    "WITH"
    + _PEOPLE
    + _ASKED
    + _GRADED
    + """
step AS MATERIALIZED (
    SELECT level_type_id, value, name, lead(value) OVER (PARTITION BY level_type_id ORDER BY value) AS next
    FROM level
),
found AS MATERIALIZED (
    SELECT step.level_type_id, step.value, step.name, g.block, bit_or(g.holders) AS holders
    FROM graded g JOIN skill s ON s.id = g.skill_id
    JOIN step ON step.level_type_id = s.level_type_id AND g.level >= step.value
        AND (step.next IS NULL OR g.level < step.next)
    GROUP BY 1, 2, 3, 4
),
everybody AS (
    SELECT sum(bit_count(one.holders & p.persons))::float8 AS holders
    FROM (SELECT block, bit_or(holders) AS holders FROM found GROUP BY block) one JOIN people p USING (block)
),
counted AS (
    SELECT f.level_type_id, f.value, f.name, sum(bit_count(f.holders & p.persons))::bigint AS holders
    FROM found f JOIN people p USING (block) GROUP BY 1, 2, 3
)
SELECT c.level_type_id, c.value, c.name, c.holders, c.holders / e.holders AS share
FROM counted c CROSS JOIN everybody e WHERE c.holders > 0 ORDER BY 1, 2
"""
)

# Backwards from now: who holds it and whom nothing happened to since the first week held it all the time. Of
# others an entry holds until the first moment at which a later one was made, or until its own end. What is
# older than the first week counts only as the newest of it: a ledger of years is not read for a quarter. Of
# few persons, arrays let their entries alone be read; the weeks are looked up entry by entry.
USERS_BY_WEEK = (
    _PERSONS
    + """
, week AS MATERIALIZED (
    SELECT monday::date AS monday, least(now(), (monday + interval '7 days') AT TIME ZONE 'UTC') AS moment
    FROM generate_series($3::date::timestamp, $4::date::timestamp, interval '7 days') AS monday
),
recent AS MATERIALIZED (
    SELECT l.person_id, l.skill_id, l.revision, l.level, l.at, l.valid_until FROM ledger l
    WHERE l.skill_id IN (SELECT id FROM skill_alias WHERE skill_id = ANY($2::text[]))
      AND l.at >= $3::timestamp AT TIME ZONE 'UTC' AND l.person_id IN (SELECT id FROM people)
      AND ($1 IS NULL OR l.person_id = ANY(ARRAY(SELECT id FROM people)))
),
moved AS MATERIALIZED (SELECT DISTINCT person_id, skill_id FROM recent),
steady AS MATERIALIZED (
    SELECT DISTINCT h.person_id FROM held_skill h
    WHERE h.skill_id = ANY($2) AND h.person_id IN (SELECT id FROM people)
      AND ($1 IS NULL OR h.person_id = ANY(ARRAY(SELECT id FROM people)))
      AND NOT EXISTS (SELECT FROM moved m WHERE m.person_id = h.person_id AND m.skill_id = h.skill_id)
),
step AS MATERIALIZED (
    SELECT l.person_id, l.level, l.at, least(l.valid_until, min(l.at) OVER (
        PARTITION BY l.person_id, l.skill_id ORDER BY l.revision DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS until
    FROM (
        SELECT * FROM recent
        UNION ALL
        SELECT m.person_id, m.skill_id, before.* FROM moved m CROSS JOIN LATERAL (
            SELECT revision, level, at, valid_until FROM ledger
            WHERE person_id = m.person_id AND skill_id = m.skill_id AND at < $3::timestamp AT TIME ZONE 'UTC'
            ORDER BY revision DESC LIMIT 1
        ) before
    ) l WHERE NOT EXISTS (SELECT FROM steady WHERE steady.person_id = l.person_id)
),
holder AS (
    SELECT DISTINCT covered.monday, step.person_id FROM step CROSS JOIN LATERAL (
        SELECT monday FROM week
        WHERE step.at <= moment AND (step.until IS NULL OR step.until > moment) OFFSET 0
    ) covered WHERE step.level IS NOT NULL
)
SELECT week.monday, (SELECT count(*) FROM steady) + count(holder.person_id) AS users
FROM week LEFT JOIN holder USING (monday) GROUP BY week.monday
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
