"""Every SQL statement about how far what comes in moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from touchline_runtime.transaction import Connection

TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date"
# Counted by all tags together first: there are far fewer such sets than tasks.
CALLS = """
WITH tagged AS (
    SELECT date_trunc('week', finished_at AT TIME ZONE 'UTC')::date AS week, tags, count(*) AS tasks
    FROM tagged_work
    WHERE finished
        AND finished_at >= $1::date::timestamp AT TIME ZONE 'UTC'
        AND finished_at < $2::date::timestamp AT TIME ZONE 'UTC'
    GROUP BY week, tags
)
SELECT week, skill_id, sum(tasks)::bigint AS calls
FROM tagged CROSS JOIN LATERAL skills_of_today(tags) AS called(skill_id)
GROUP BY week, skill_id
"""
ADD_WORDS = """
INSERT INTO words_of_week AS known (week, cases, words, unknown)
SELECT * FROM unnest($1::date[], $2::bigint[], $3::bigint[], $4::bigint[])
ON CONFLICT (week) DO UPDATE SET cases = known.cases + excluded.cases, words = known.words + excluded.words,
    unknown = known.unknown + excluded.unknown
"""
WORDS = "SELECT week, words, unknown FROM words_of_week WHERE week >= $1 AND week < $2"


async def add_words(conn: Connection, weeks: Mapping[date, tuple[int, int, int]]) -> None:
    """Adds what was counted of each week: cases, words, and unknown ones of these."""
    rows = [(week, *counted) for week, counted in sorted(weeks.items())]
    if rows:
        await conn.execute(ADD_WORDS, *map(list, zip(*rows, strict=True)))


async def words(conn: Connection, since: date, until: date) -> dict[date, tuple[int, int]]:
    """By week: how many words its cases have, and how many of these the model did not know."""
    return {row["week"]: (row["words"], row["unknown"]) for row in await conn.fetch(WORDS, since, until)}


async def today(conn: Connection) -> date:
    """The day that it is in UTC."""
    day: date = await conn.fetchval(TODAY)
    return day


async def calls(conn: Connection, since: date, until: date) -> list[tuple[date, str, int]]:
    """How often the work of each week called for each skill, in weeks from the Monday ``since`` on."""
    return [(row["week"], row["skill_id"], row["calls"]) for row in await conn.fetch(CALLS, since, until)]
