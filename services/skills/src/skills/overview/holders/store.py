"""Every SQL statement of the sets of holders, and the parts of statements that read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from asyncpg import BitString

from touchline_runtime.transaction import Connection

# Persons who count, by the place of each: active members of the teams ($1), or, where it is null, all who are
# active. Of all, those are looked for who do not count: they are few.
_PEOPLE = """
people AS MATERIALIZED (
    SELECT n.block, bit_or(set_bit(0::bit(8192), n.place, 1)) AS persons
    FROM team_person t JOIN person p ON p.id = t.person_id AND p.active JOIN person_number n USING (person_id)
    WHERE t.team_id = ANY($1::text[]) AND t.part = 'member' GROUP BY n.block
    UNION ALL
    SELECT n.block, ~coalesce(
        bit_or(set_bit(0::bit(8192), n.place, 1)) FILTER (WHERE p.id IS NULL), 0::bit(8192))
    FROM person_number n LEFT JOIN person p ON p.id = n.person_id AND p.active
    WHERE $1 IS NULL GROUP BY n.block
),
"""
COUNT_PEOPLE = """
SELECT count(*) FROM person WHERE active AND ($1::text[] IS NULL OR id IN (
    SELECT person_id FROM team_person WHERE team_id = ANY($1) AND part = 'member'))
"""
PEOPLE_SETS = (
    "WITH"
    + _PEOPLE
    + """
blocks AS (SELECT max(number) / 8192 AS newest FROM person_number)
SELECT ("""
    + COUNT_PEOPLE
    + """), ARRAY(
    SELECT coalesce(p.persons, 0::bit(8192))
    FROM blocks CROSS JOIN generate_series(0, newest) AS b (block) LEFT JOIN people p USING (block)
    ORDER BY b.block
)
"""
)
# The same persons where they are given: block by block.
_GIVEN_PEOPLE = """
people AS MATERIALIZED (
    SELECT number - 1 AS block, persons
    FROM unnest($1::bit(8192)[]) WITH ORDINALITY AS given (persons, number)
),
"""
_COUNTED = """
SELECT h.skill_id, h.level, n.block, bit_or(set_bit(0::bit(8192), n.place, 1)) AS holders
FROM held_skill h JOIN person_number n USING (person_id)
"""
# Of the skills in ``asked``: as they were counted, or, where something changed since, counted now.
_GRADED = (
    """
graded AS (
    SELECT skill_id, level, block, holders FROM holder_set
    WHERE skill_id = ANY(ARRAY(SELECT id FROM asked EXCEPT SELECT skill_id FROM holder_change))
    UNION ALL
"""
    + _COUNTED
    + """
    WHERE h.skill_id = ANY(ARRAY(SELECT id FROM asked INTERSECT SELECT skill_id FROM holder_change))
    GROUP BY h.skill_id, h.level, n.block
),
"""
)
# The highest of several levels.
_TOP = """
top AS MATERIALIZED (
    SELECT s.id AS skill_id, max(l.value) AS value FROM skill s JOIN level l USING (level_type_id)
    WHERE s.id IN (SELECT id FROM asked) GROUP BY s.id HAVING count(*) > 1
),
"""
# Notes of changed skills are taken, those that changed first.
_TAKE = """
WITH taken AS (
    DELETE FROM {notes} WHERE skill_id IN (
        SELECT skill_id FROM {notes} GROUP BY skill_id ORDER BY min(id) LIMIT $1)
    RETURNING skill_id
)
SELECT DISTINCT skill_id FROM taken
"""
TAKE_CHANGES = _TAKE.format(notes="holder_change")
FORGET_SETS = "DELETE FROM holder_set WHERE skill_id = ANY($1::text[])"
COUNT_SETS = (
    "INSERT INTO holder_set (skill_id, level, block, holders)"
    + _COUNTED
    + "WHERE h.skill_id = ANY($1::text[]) GROUP BY h.skill_id, h.level, n.block"
)
NUMBER_THE_REST = """
INSERT INTO person_number (person_id) SELECT person_id FROM person_holding ORDER BY person_id
ON CONFLICT DO NOTHING
"""
ALL_SKILLS = "SELECT id FROM skill"
COUNT_CHANGES = "SELECT count(*) FROM holder_change"


class People(NamedTuple):
    """Persons who count: how many, and the bit of each who ever held anything, block by block."""

    number: int
    sets: list[BitString]


async def people_who_count(conn: Connection, teams: Sequence[str] | None) -> People:
    """The active members of the teams, or, for None, all who are active."""
    row = await conn.fetchrow(PEOPLE_SETS, teams)
    assert row is not None
    return People(*row)


async def fold(conn: Connection, limit: int) -> None:
    """Counts the holders of so many skills anew, those that changed first."""
    skills = [row["skill_id"] for row in await conn.fetch(TAKE_CHANGES, limit)]
    if skills:
        await _count(conn, skills)


async def count_all(conn: Connection) -> None:
    """Counts the holders of all skills, whatever was noted of them. They must not change meanwhile."""
    await conn.execute(NUMBER_THE_REST)
    await _count(conn, [row["id"] for row in await conn.fetch(ALL_SKILLS)])


async def _count(conn: Connection, skills: list[str]) -> None:
    await conn.execute(FORGET_SETS, skills)
    await conn.execute(COUNT_SETS, skills)
