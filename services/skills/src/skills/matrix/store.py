"""Every SQL statement about the matrix: its rows, its columns, and what stands where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from asyncpg import Record

from skills.matrix.levels.store import Asked
from touchline_runtime.http import Place
from touchline_runtime.transaction import Connection

FEW = 200
"""Of so many persons, reading all that they hold is cheaper than asking skill by skill who holds it."""

_SHOWN = """
SELECT p.id, p.name FROM person p
WHERE p.active AND ($1::text IS NULL OR p.id = $1)
  AND ($2::text[] IS NULL OR EXISTS (
    SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = ANY($2)))
  AND ($3::text IS NULL OR EXISTS (
    SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = $3))
  AND ($4::text IS NULL OR strpos(lower(p.name), lower($4)) > 0)
"""
SHOWN = "SELECT coalesce(array_agg(id), '{}') FROM (" + _SHOWN + ") AS shown"
# OFFSET 0 has it asked person by person: what others than those shown hold need not be read.
_HOLD_EACH = """
  AND ($5::text[] IS NULL OR EXISTS (
    SELECT FROM held_skill h
    JOIN unnest($5, $6::int[], $7::int[]) AS asked (skill_id, low, high) ON asked.skill_id = h.skill_id
    WHERE h.person_id = p.id AND h.level BETWEEN asked.low AND asked.high OFFSET 0))
"""
_HOLD_ALL = """
  AND ($5::text[] IS NULL OR p.id IN (
    SELECT h.person_id FROM unnest($5, $6::int[], $7::int[]) AS asked (skill_id, low, high)
    JOIN held_skill h ON h.skill_id = asked.skill_id AND h.level BETWEEN asked.low AND asked.high))
"""
_ROWS_AFTER = """
  AND ($8::text IS NULL OR (p.name, p.id) > ($8, $9::text))
ORDER BY p.name, p.id LIMIT $10
"""
_ROWS_BEFORE = """
  AND (p.name, p.id) < ($8::text, $9::text)
ORDER BY p.name DESC, p.id DESC LIMIT $10
"""
ROWS_AFTER = _SHOWN + _HOLD_EACH + _ROWS_AFTER
ROWS_BEFORE = _SHOWN + _HOLD_EACH + _ROWS_BEFORE
ROWS_OF_ALL_AFTER = _SHOWN + _HOLD_ALL + _ROWS_AFTER
ROWS_OF_ALL_BEFORE = _SHOWN + _HOLD_ALL + _ROWS_BEFORE
_WANTED = """
SELECT s.id, s.name, s.skill_type, s.category FROM skill s
LEFT JOIN unnest($5::text[], $6::int[], $7::int[]) AS asked (skill_id, low, high) ON asked.skill_id = s.id
WHERE s.merged_into IS NULL AND ($5::text[] IS NULL OR asked.skill_id IS NOT NULL)
  AND ($1::text IS NULL OR s.id = (SELECT skill_id FROM skill_alias WHERE id = $1))
  AND ($2::text IS NULL OR s.skill_type = $2) AND ($3::text IS NULL OR s.category = $3)
  AND ($4::text IS NULL OR strpos(lower(s.name), lower($4)) > 0)
"""
_OF_FEW = """
  AND s.id = ANY(ARRAY(
    SELECT h.skill_id FROM held_skill h
    LEFT JOIN unnest($5, $6, $7) AS asked (skill_id, low, high) ON asked.skill_id = h.skill_id
    WHERE h.person_id = ANY($8::text[]) AND ($5 IS NULL OR h.level BETWEEN asked.low AND asked.high)
    UNION SELECT a.skill_id FROM proposal o JOIN skill_alias a ON a.id = o.skill_id
    WHERE $5 IS NULL AND o.state = 'requested' AND o.person_id = ANY($8)))
"""
# Skill by skill, stopping at the first person: what many hold need not be read. IS TRUE keeps the persons in
# one hash for all skills; a join, or a comparison with the array, would go through them skill by skill.
_OF_MANY = """
  AND (EXISTS (
        SELECT FROM held_skill h JOIN person p ON p.id = h.person_id
        WHERE h.skill_id = s.id AND p.active
          AND ($8::text[] IS NULL OR (h.person_id IN (SELECT unnest($8))) IS TRUE)
          AND h.level BETWEEN coalesce(asked.low, 0) AND coalesce(asked.high, 2147483647))
    OR $5 IS NULL AND EXISTS (
        SELECT FROM skill_alias a JOIN proposal o ON o.skill_id = a.id JOIN person p ON p.id = o.person_id
        WHERE a.skill_id = s.id AND o.state = 'requested' AND p.active
          AND ($8 IS NULL OR (o.person_id IN (SELECT unnest($8))) IS TRUE)))
"""
_OF_ALL = " AND ($8::text[] IS NULL OR s.id = ANY($8))"
_AFTER = """
  AND ($9::text IS NULL OR (s.name, s.id) > ($9, $10::text))
ORDER BY s.name, s.id LIMIT $11
"""
_BEFORE = """
  AND (s.name, s.id) < ($9::text, $10::text)
ORDER BY s.name DESC, s.id DESC LIMIT $11
"""
COLUMNS_OF_FEW_AFTER = _WANTED + _OF_FEW + _AFTER
COLUMNS_OF_FEW_BEFORE = _WANTED + _OF_FEW + _BEFORE
COLUMNS_OF_MANY_AFTER = _WANTED + _OF_MANY + _AFTER
COLUMNS_OF_MANY_BEFORE = _WANTED + _OF_MANY + _BEFORE
ALL_COLUMNS_AFTER = _WANTED + _OF_ALL + _AFTER
ALL_COLUMNS_BEFORE = _WANTED + _OF_ALL + _BEFORE
# One cell each: a skill may be proposed by several of its ids, or be held by then.
CELLS = """
SELECT h.person_id, h.skill_id, 'level' AS state, h.level, l.name AS level_name, NULL AS proposal_id,
    NULL::double precision AS confidence
FROM held_skill h JOIN skill s ON s.id = h.skill_id
LEFT JOIN LATERAL (
    SELECT name FROM level WHERE level_type_id = s.level_type_id
    ORDER BY value > h.level, abs(value - h.level) LIMIT 1
) l ON true
WHERE h.person_id = ANY($1::text[]) AND h.skill_id = ANY($2::text[])
UNION ALL (
    SELECT DISTINCT ON (o.person_id, a.skill_id) o.person_id, a.skill_id, 'recommended', NULL, NULL, o.id,
        o.confidence
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
    """Which columns to show; None does not restrict."""

    skill_id: str | None
    skill_type: str | None
    category: str | None
    text: str | None


async def shown(conn: Connection, people: People) -> list[str]:
    """The ids of all whom the rows' filters let through, whatever they hold."""
    found: list[str] = await conn.fetchval(SHOWN, *astuple(people))
    return found


async def rows(conn: Connection, people: People, asked: Asked, place: Place, limit: int) -> list[Record]:
    """Persons by name from a (name, id) on, away from it."""
    after, before = ROWS_AFTER, ROWS_BEFORE
    if people == EVERYBODY:
        after, before = ROWS_OF_ALL_AFTER, ROWS_OF_ALL_BEFORE
    key = place.parts or (None, None)
    return await conn.fetch(before if place.back else after, *astuple(people), *asked, *key, limit)


async def columns(
    conn: Connection,
    of: People | Sequence[str] | None,
    wanted: Wanted,
    asked: Asked,
    place: Place,
    limit: int,
) -> list[Record]:
    """Skills by name from a (name, id) on, away from it: those that one of the people holds, at a level asked
    for, or is proposed where none is asked for; those of these ids; None for all, whoever holds them.
    """
    among: Sequence[str] | None = None
    if not isinstance(of, People):
        after, before, among = ALL_COLUMNS_AFTER, ALL_COLUMNS_BEFORE, of
    else:
        if of != EVERYBODY:
            among = await shown(conn, of)
        if among is None or len(among) > FEW:
            after, before = COLUMNS_OF_MANY_AFTER, COLUMNS_OF_MANY_BEFORE
        else:
            after, before = COLUMNS_OF_FEW_AFTER, COLUMNS_OF_FEW_BEFORE
    key = place.parts or (None, None)
    return await conn.fetch(before if place.back else after, *astuple(wanted), *asked, among, *key, limit)


async def cells(conn: Connection, person_ids: Sequence[str], skill_ids: Sequence[str]) -> list[Record]:
    """What these persons hold of these skills, and what is proposed for them."""
    return await conn.fetch(CELLS, person_ids, skill_ids)
