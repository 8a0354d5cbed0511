"""Every SQL statement of the overview of a skill, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from skills.overview.holders.store import _GIVEN_PEOPLE, _GRADED, _TOP, People
from skills.overview.holders.weeks.store import _OF_LEDGER
from skills.overview.scope import Scope
from skills.overview.weeks import ONE_WEEK, Counted
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
# every task that names a skill, once. An array lets the figures of these skills alone be read. Days are
# summed before they are put into weeks, which takes longer than the sum.
TASKS_BY_WEEK = """
WITH tag AS (
    SELECT id FROM skill_alias WHERE skill_id = ANY($2::text[]) UNION ALL SELECT '' WHERE $2 IS NULL
),
figure AS (
    SELECT day, kind, inferred, opened, finished, resolved, seconds FROM task_figure
    WHERE team_id = ANY($1::text[]) AND skill_id = ANY(ARRAY(SELECT id FROM tag)) AND day >= $3::date
      AND kind = ANY($4::text[])
    UNION ALL
    SELECT counted_day, kind, inferred, opened, finished, resolved, seconds FROM task_delta
    CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
    WHERE ($1 = ARRAY[''] OR team_id = ANY($1)) AND skill_id IN (SELECT id FROM tag)
      AND counted_day >= $3 AND kind = ANY($4)
),
of_day AS (
    SELECT day, kind, inferred, sum(opened) AS opened, sum(finished) AS finished, sum(resolved) AS resolved,
        sum(seconds) AS seconds
    FROM figure GROUP BY day, kind, inferred
)
SELECT CASE WHEN day < 'infinity' THEN date_trunc('week', day::timestamp)::date END AS week, kind, inferred,
    sum(opened)::bigint, sum(finished)::bigint, sum(resolved)::bigint, sum(seconds)::bigint
FROM of_day GROUP BY 1, 2, 3
"""
_ASKED = "asked AS (SELECT id FROM skill WHERE $2::text[] IS NULL OR id = ANY($2)),"
HOLDERS = (
    "WITH"
    + _GIVEN_PEOPLE
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
SELECT coalesce(sum(bit_count(f.users & p.persons)), 0)::bigint AS users,
    coalesce(sum(bit_count(f.experts & p.persons)), 0)::bigint AS experts,
    coalesce(sum(bit_count(f.experts & p.persons & o.persons)), 0)::bigint AS on_call
FROM found f JOIN people p USING (block) LEFT JOIN on_call o USING (block)
"""
)
# A level between two steps is called after the one below.
LEVELS = (
    "WITH"
    + _GIVEN_PEOPLE
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
# Weeks that are kept, but for skills of which the ledger says more: those, and later weeks, as it tells.
USERS_BY_WEEK = (
    "WITH"
    + _GIVEN_PEOPLE
    + """
span AS (SELECT $4::date AS last),
meant AS MATERIALIZED (
    SELECT id FROM skill_alias WHERE skill_id = ANY($2::text[])
    UNION ALL SELECT id FROM skill WHERE $2 IS NULL
),
changed AS MATERIALIZED (
    SELECT DISTINCT skill_id FROM holder_week_change
    WHERE skill_id IN (SELECT id FROM meant)
      AND since <= ((SELECT monday FROM holder_week_kept) + 7)::timestamp AT TIME ZONE 'UTC'
),
asked AS MATERIALIZED (
    SELECT skill_id AS id, $3::date AS monday FROM changed
    UNION ALL
    SELECT id, greatest((SELECT monday FROM holder_week_kept) + 7, $3) FROM meant
    WHERE (SELECT monday FROM holder_week_kept) < $4 AND id NOT IN (SELECT skill_id FROM changed)
),
"""
    + _GRADED
    + _OF_LEDGER
    + """,
kept AS (
    SELECT monday, block, holders FROM holder_week
    WHERE monday BETWEEN $3 AND (SELECT least(monday, $4) FROM holder_week_kept) AND skill_id = ANY(ARRAY(
        SELECT '' WHERE $2 IS NULL AND NOT EXISTS (SELECT FROM changed)
        UNION ALL
        SELECT id FROM meant
        WHERE ($2 IS NOT NULL OR EXISTS (SELECT FROM changed)) AND id NOT IN (SELECT skill_id FROM changed)))
)
SELECT monday, sum(bit_count(one.holders & p.persons))::bigint AS users FROM (
    SELECT monday, block, bit_or(holders) AS holders
    FROM (SELECT * FROM kept UNION ALL SELECT monday, block, holders FROM told) all_of GROUP BY monday, block
) one JOIN people p USING (block) GROUP BY monday
"""
)
ARE_COUNTED = "SELECT EXISTS (SELECT FROM holder_week_change WHERE since = '-infinity')"


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


async def holders(conn: Connection, people: People, skills: Sequence[str] | None) -> Record:
    """How many of these persons hold one of the skills, how many of them one at its highest level, and how
    many of those have a shift now.
    """
    row = await conn.fetchrow(HOLDERS, people.sets, skills)
    assert row is not None
    return row


async def levels(conn: Connection, people: People, skills: Sequence[str]) -> list[Record]:
    """How many of these persons hold one of the skills at each step, and what share of all who do."""
    return await conn.fetch(LEVELS, people.sets, skills)


async def users_by_week(
    conn: Connection, people: People, skills: Sequence[str] | None, first: date, last: date
) -> dict[date, int]:
    """How many of these persons held one of the skills at the end of each week that is over, by its Monday.
    None: any skill; nothing is told while the weeks are counted after an upgrade.
    """
    if skills is None and await conn.fetchval(ARE_COUNTED):
        return {}
    mondays = [first + number * ONE_WEEK for number in range((last - first) // ONE_WEEK + 1)]
    rows = await conn.fetch(USERS_BY_WEEK, people.sets, skills, first, last)
    return dict.fromkeys(mondays, 0) | {row["monday"]: row["users"] for row in rows}
