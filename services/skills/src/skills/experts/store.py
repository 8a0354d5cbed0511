"""Every SQL statement about experts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from asyncpg import Record

from skills.matrix.store import FEW, People, shown
from touchline_runtime.transaction import Connection

_ON_CALL = """
WITH on_call AS (
    SELECT array_agg(person_id) AS people FROM shift
    WHERE NOT cancelled AND ends_at > now() AND starts_at <= now() AND ($3::text IS NULL OR team_id = $3)
)
"""
# Skill by skill, so that a page reads no more holders than it shows.
EXPERTS = (
    _ON_CALL
    + """
SELECT s.id AS skill_id, s.name AS skill_name, e.person_id, e.name, e.level, top.name AS level_name,
    e.level_since, coalesce(e.person_id = ANY((SELECT people FROM on_call)::text[]), false) AS on_call
FROM skill s
JOIN LATERAL (
    SELECT value, name, count(*) OVER () AS steps FROM level WHERE level_type_id = s.level_type_id
    ORDER BY value DESC LIMIT 1
) top ON top.steps > 1
JOIN LATERAL (
    SELECT h.person_id, p.name, h.level, h.level_since FROM held_skill h JOIN person p ON p.id = h.person_id
    WHERE h.skill_id = s.id AND h.level >= top.value AND p.active
      AND ($2::text[] IS NULL OR EXISTS (
        SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = ANY($2)))
      AND ($3::text IS NULL OR EXISTS (
        SELECT FROM team_person t WHERE t.person_id = p.id AND t.part = 'member' AND t.team_id = $3))
      AND (NOT $4::boolean OR h.person_id = ANY((SELECT people FROM on_call)::text[]))
) e ON true
WHERE ($1::text IS NULL OR s.id = (SELECT skill_id FROM skill_alias WHERE id = $1))
  AND ($5::text IS NULL OR (s.name, s.id) >= ($5, $6::text))
  AND ($5::text IS NULL OR (s.name, s.id, e.name, e.person_id) > ($5, $6::text, $7::text, $8::text))
ORDER BY s.name, s.id, e.name, e.person_id LIMIT $9
"""
)

# Of few, what they hold is read instead: of few the holders of each skill are none, and all would be read.
EXPERTS_OF_FEW = (
    _ON_CALL
    + """,
top AS MATERIALIZED (
    SELECT level_type_id, max(value) AS value, (array_agg(name ORDER BY value DESC))[1] AS name
    FROM level GROUP BY level_type_id HAVING count(*) > 1
)
SELECT s.id AS skill_id, s.name AS skill_name, p.id AS person_id, p.name, h.level, top.name AS level_name,
    h.level_since, coalesce(p.id = ANY((SELECT people FROM on_call)::text[]), false) AS on_call
FROM person p
CROSS JOIN LATERAL (
    SELECT skill_id, level, level_since FROM held_skill WHERE person_id = p.id OFFSET 0
) h
JOIN skill s ON s.id = h.skill_id
JOIN top ON top.level_type_id = s.level_type_id AND h.level >= top.value
WHERE p.id = ANY($1::text[]) AND (NOT $2::boolean OR p.id = ANY((SELECT people FROM on_call)::text[]))
  AND ($4::text IS NULL OR (s.name, s.id, p.name, p.id) > ($4, $5::text, $6::text, $7::text))
ORDER BY s.name, s.id, p.name, p.id LIMIT $8
"""
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which experts to list; None does not restrict. ``scope``: teams that the caller may see.
    ``on_call``: none but those who have a shift now.
    """

    skill_id: str | None
    scope: Sequence[str] | None
    team_id: str | None
    on_call: bool


async def experts(conn: Connection, wanted: Filter, after: Sequence[str] | None, limit: int) -> list[Record]:
    """Experts by skill, then by person, after (skill name, skill id, name, person id)."""
    place = after or (None, None, None, None)
    if wanted.skill_id is None and (wanted.scope is not None or wanted.team_id is not None):
        among = await shown(conn, People(None, wanted.scope, wanted.team_id, None))
        if len(among) <= FEW:
            return await conn.fetch(EXPERTS_OF_FEW, among, wanted.on_call, wanted.team_id, *place, limit)
    asked = wanted.skill_id, wanted.scope, wanted.team_id, wanted.on_call
    return await conn.fetch(EXPERTS, *asked, *place, limit)
