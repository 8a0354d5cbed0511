"""Every SQL statement about the matrix: its rows, its columns, and what stands where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from asyncpg import Record

from touchline_runtime.transaction import Connection

_SHOWN = """
SELECT p.id, p.name FROM person p
WHERE p.active AND ($1::text IS NULL OR p.id = $1)
  AND ($2::text[] IS NULL OR EXISTS (
    SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = ANY($2)))
  AND ($3::text IS NULL OR EXISTS (
    SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = $3))
  AND ($4::text IS NULL OR strpos(lower(p.name), lower($4)) > 0)
"""
ROWS = (
    _SHOWN
    + """
  AND ($5::text IS NULL OR (p.name, p.id) > ($5, $6::text))
ORDER BY p.name, p.id LIMIT $7
"""
)
# An array of persons, not a join: a guess of how many they are would read all that is held.
COLUMNS_OF_SOME = (
    "WITH shown AS MATERIALIZED ("
    + _SHOWN
    + """
), used AS MATERIALIZED (
    SELECT skill_id FROM held_skill WHERE person_id = ANY(ARRAY(SELECT id FROM shown))
    UNION SELECT a.skill_id FROM proposal o JOIN skill_alias a ON a.id = o.skill_id
    WHERE o.state = 'requested' AND o.person_id = ANY(ARRAY(SELECT id FROM shown))
)
SELECT id, name, skill_type, category FROM skill
WHERE merged_into IS NULL AND id IN (SELECT skill_id FROM used)
  AND ($5::text IS NULL OR id = (SELECT skill_id FROM skill_alias WHERE id = $5))
  AND ($6::text IS NULL OR skill_type = $6) AND ($7::text IS NULL OR category = $7)
  AND ($8::text IS NULL OR strpos(lower(name), lower($8)) > 0)
  AND ($9::text IS NULL OR (name, id) > ($9, $10::text))
ORDER BY name, id LIMIT $11
"""
)
# Skill by skill, stopping at the first person: what everybody holds need not be read.
COLUMNS_OF_ALL = """
SELECT id, name, skill_type, category FROM skill
WHERE merged_into IS NULL AND ($1::boolean
    OR EXISTS (
        SELECT FROM held_skill h JOIN person p ON p.id = h.person_id
        WHERE h.skill_id = skill.id AND p.active)
    OR EXISTS (
        SELECT FROM skill_alias a JOIN proposal o ON o.skill_id = a.id JOIN person p ON p.id = o.person_id
        WHERE a.skill_id = skill.id AND o.state = 'requested' AND p.active))
  AND ($2::text IS NULL OR id = (SELECT skill_id FROM skill_alias WHERE id = $2))
  AND ($3::text IS NULL OR skill_type = $3) AND ($4::text IS NULL OR category = $4)
  AND ($5::text IS NULL OR strpos(lower(name), lower($5)) > 0)
  AND ($6::text IS NULL OR (name, id) > ($6, $7::text))
ORDER BY name, id LIMIT $8
"""
# One cell each: a skill may be proposed by several of its ids, or be held by then.
CELLS = """
SELECT h.person_id, h.skill_id, h.level, l.name AS level_name, NULL AS proposal_id,
    NULL::double precision AS confidence
FROM held_skill h JOIN skill s ON s.id = h.skill_id
LEFT JOIN LATERAL (
    SELECT name FROM level WHERE level_type_id = s.level_type_id
    ORDER BY value > h.level, abs(value - h.level) LIMIT 1
) l ON true
WHERE h.person_id = ANY($1::text[]) AND h.skill_id = ANY($2::text[])
UNION ALL (
    SELECT DISTINCT ON (o.person_id, a.skill_id) o.person_id, a.skill_id, NULL, NULL, o.id, o.confidence
    FROM proposal o JOIN skill_alias a ON a.id = o.skill_id
    WHERE o.state = 'requested' AND o.person_id = ANY($1::text[]) AND a.skill_id = ANY($2::text[])
      AND NOT EXISTS (SELECT FROM held_skill WHERE person_id = o.person_id AND skill_id = a.skill_id)
    ORDER BY o.person_id, a.skill_id, o.confidence DESC, o.id
)
"""


@dataclass(frozen=True, slots=True)
class People:
    """Whose rows to show; None does not restrict. ``scope``: teams that the caller may see."""

    person_id: str | None
    scope: Sequence[str] | None
    team_id: str | None
    text: str | None


EVERYBODY = People(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns to show; None does not restrict. ``all``: also what nobody shown has or is proposed."""

    all: bool
    skill_id: str | None
    skill_type: str | None
    category: str | None
    text: str | None


async def rows(conn: Connection, people: People, after: Sequence[str] | None, limit: int) -> list[Record]:
    """Persons by name, after (name, id)."""
    return await conn.fetch(ROWS, *astuple(people), *(after or (None, None)), limit)


async def columns(
    conn: Connection, people: People, wanted: Wanted, after: Sequence[str] | None, limit: int
) -> list[Record]:
    """Skills by name, after (name, id)."""
    place = after or (None, None)
    if wanted.all or people == EVERYBODY:
        return await conn.fetch(COLUMNS_OF_ALL, *astuple(wanted), *place, limit)
    return await conn.fetch(COLUMNS_OF_SOME, *astuple(people), *astuple(wanted)[1:], *place, limit)


async def cells(conn: Connection, person_ids: Sequence[str], skill_ids: Sequence[str]) -> list[Record]:
    """What these persons hold of these skills, and what is proposed for them."""
    return await conn.fetch(CELLS, person_ids, skill_ids)
