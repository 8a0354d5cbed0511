"""Every SQL statement that finds the levels a caller asks for."""

from __future__ import annotations

from typing import NamedTuple

from touchline_runtime.transaction import Connection

# What lies under the lowest step is called after it, and what lies above a step after that step.
LEVELS_ASKED = """
WITH step AS (
    SELECT level_type_id, lower(name) AS name, row_number() OVER steps AS number, value,
        coalesce(lead(value) OVER steps - 1, 2147483647) AS high
    FROM level WINDOW steps AS (PARTITION BY level_type_id ORDER BY value)
), named AS (
    SELECT level_type_id, min(CASE WHEN number = 1 THEN 0 ELSE value END) AS low,
        CASE WHEN $7::boolean THEN 2147483647 ELSE max(high) END AS high
    FROM step WHERE name = lower($5::text) GROUP BY level_type_id
)
SELECT coalesce(array_agg(s.id), '{}') AS skill_ids,
    coalesce(array_agg(coalesce($6::int, named.low)), '{}') AS lows,
    coalesce(array_agg(CASE
        WHEN $6::int IS NULL THEN named.high WHEN $7::boolean THEN 2147483647 ELSE $6 END), '{}') AS highs
FROM skill s LEFT JOIN named ON named.level_type_id = s.level_type_id
WHERE s.merged_into IS NULL AND ($6::int IS NOT NULL OR named.low IS NOT NULL)
  AND ($1::text IS NULL OR s.id = (SELECT skill_id FROM skill_alias WHERE id = $1))
  AND ($2::text IS NULL OR s.skill_type = $2) AND ($3::text IS NULL OR s.category = $3)
  AND ($4::text IS NULL OR strpos(lower(s.name), lower($4)) > 0)
"""
IS_LEVEL = "SELECT EXISTS (SELECT FROM level WHERE lower(name) = lower($1::text))"


class Asked(NamedTuple):
    """Levels from ``lows`` to ``highs`` of the skills at the same places; None: any level of any skill."""

    skill_ids: list[str] | None
    lows: list[int] | None
    highs: list[int] | None


ANY_LEVEL = Asked(None, None, None)


async def levels_asked(
    conn: Connection,
    skills: tuple[str | None, str | None, str | None, str | None],
    name: str | None,
    value: int | None,
    or_higher: bool,
) -> Asked:
    """Of the skills of this (id, type, category, text), the levels of this name or else of this value."""
    row = await conn.fetchrow(LEVELS_ASKED, *skills, name, value, or_higher)
    assert row is not None
    return Asked(*row)


async def is_level(conn: Connection, name: str) -> bool:
    """Whether some level type has a level of this name, in any case."""
    found: bool = await conn.fetchval(IS_LEVEL, name)
    return found
