"""Every SQL statement of the catalogue: skills, their aliases, and level types."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

import asyncpg

from skills.catalogue.skill import GradedSkill, LevelType, Skill
from skills.catalogue.tags import NamedSkill
from touchline_contracts.skills import Level
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

LOCK_CATALOGUE = "SELECT pg_advisory_xact_lock($1)"
SHARE_CATALOGUE = "SELECT pg_advisory_xact_lock_shared($1)"

FIND_SKILLS = """
SELECT a.id AS alias, s.id, s.name, s.description, s.skill_type, s.category, s.parent_id, s.level_type_id,
    s.origin, s.revision, s.tags, s.retired_at IS NULL AS active
FROM skill_alias a JOIN skill s ON s.id = a.skill_id WHERE a.id = ANY($1::text[])
"""
LIST_SKILLS = """
SELECT id, name, description, skill_type, category, parent_id, level_type_id, origin, revision, tags,
    retired_at IS NULL AS active FROM skill
WHERE merged_into IS NULL
  AND ($1::text IS NULL OR strpos(lower(name || ' ' || id || ' ' || description), lower($1)) > 0)
  AND ($2::text IS NULL OR (name, id) > ($2, $3::text))
  AND ($5::text IS NULL OR skill_type = $5) AND ($6::text IS NULL OR category = $6)
  AND ($8::text IS NULL OR parent_id = (SELECT skill_id FROM skill_alias WHERE id = $8))
  AND (NOT $9::boolean OR parent_id IS NULL)
  AND ($7::text IS NULL OR level_type_id = $7) AND ($10::text IS NULL OR origin = $10)
  AND ($11::boolean IS NULL OR (retired_at IS NULL) = $11) AND ($12::text IS NULL OR $12 = ANY (tags))
ORDER BY name, id LIMIT $4
"""
LINEAGE = """
WITH RECURSIVE up AS (
    SELECT id, parent_id FROM skill WHERE id = $1 AND merged_into IS NULL
    UNION SELECT s.id, s.parent_id FROM skill s JOIN up ON s.id = up.parent_id
) SELECT id FROM up
"""
SAVE_SKILL = """
INSERT INTO skill (id, name, description, skill_type, category, parent_id, level_type_id, origin, revision,
    defined_at, tags, retired_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $11,
    CASE WHEN NOT $12::boolean THEN $10::timestamptz END)
ON CONFLICT (id) DO UPDATE SET name = $2, description = $3, skill_type = $4, category = $5, parent_id = $6,
    level_type_id = $7, origin = $8, revision = $9, tags = $11, retired_at = excluded.retired_at
"""
SAVE_ALIAS = "INSERT INTO skill_alias (id, skill_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
ALIASES_OF = "SELECT id FROM skill_alias WHERE skill_id = $1"
LOWEST_HELD = "SELECT skill_id, min(level) FROM held_skill WHERE skill_id = ANY($1::text[]) GROUP BY skill_id"
KNOWN_IDS = "SELECT id FROM skill_alias WHERE id = ANY($1::text[])"
DEFINE_TAGS = """
WITH defined AS (
    INSERT INTO skill (id, name, category, origin, defined_at)
    SELECT id, name, category, 'tag', $4
    FROM unnest($1::text[], $2::text[], $3::text[]) AS t (id, name, category)
    RETURNING id
)
INSERT INTO skill_alias (id, skill_id) SELECT id, id FROM defined
"""
GRADED_SKILLS = """
SELECT a.id AS alias, s.id, s.retired_at IS NULL AS active, array_agg(l.value ORDER BY l.value) AS values,
    array_agg(l.name ORDER BY l.value) AS names
FROM skill_alias a JOIN skill s ON s.id = a.skill_id JOIN level l ON l.level_type_id = s.level_type_id
WHERE a.id = ANY($1::text[]) GROUP BY a.id, s.id
"""
ADD_LEVEL_TYPE = "INSERT INTO level_type (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id"
ADD_LEVELS = """
INSERT INTO level (level_type_id, value, name) SELECT $1, * FROM unnest($2::integer[], $3::text[])
"""
LIST_LEVEL_TYPES = """
SELECT t.id, t.name, array_agg(l.value ORDER BY l.value) AS values,
    array_agg(l.name ORDER BY l.value) AS names
FROM level_type t JOIN level l ON l.level_type_id = t.id
WHERE ($1::text IS NULL OR t.id > $1) AND ($2::text IS NULL OR t.id = $2)
GROUP BY t.id ORDER BY t.id LIMIT $3
"""
COUNT_SKILLS = "SELECT count(*) FROM skill WHERE merged_into IS NULL"
COUNT_LEVEL_TYPES = "SELECT count(*) FROM level_type"


async def lock_catalogue(conn: Connection) -> None:
    """Keeps others from defining skills, and from relying on one being unknown, until the end of it."""
    await conn.execute(LOCK_CATALOGUE, lock_number("skills", "catalogue"))


async def share_catalogue(conn: Connection) -> None:
    """Keeps others from defining skills until the end of the transaction: what is unknown stays so."""
    await conn.execute(SHARE_CATALOGUE, lock_number("skills", "catalogue"))


async def find_skills(conn: Connection, skill_ids: Collection[str]) -> dict[str, Skill]:
    """The skills known by these ids or aliases, by the id asked for; unknown ones are absent."""
    rows = [dict(row) for row in await conn.fetch(FIND_SKILLS, list(skill_ids))]
    return {row.pop("alias"): _skill(row) for row in rows}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which skills to list; None does not restrict. ``text`` is in name, id or description."""

    text: str | None = None
    skill_type: str | None = None
    category: str | None = None
    level_type_id: str | None = None
    parent_id: str | None = None
    roots: bool = False
    origin: str | None = None
    active: bool | None = None
    tag: str | None = None


async def list_skills(
    conn: Connection, wanted: Filter, after: Sequence[str] | None, limit: int
) -> list[Skill]:
    """Skills by name, after (name, id); merged ones are not skills any more."""
    text, *filters = astuple(wanted)
    rows = await conn.fetch(LIST_SKILLS, text, *(after or (None, None)), limit, *filters)
    return [_skill(dict(row)) for row in rows]


def _skill(row: dict[str, Any]) -> Skill:
    return Skill(**row | {"tags": tuple(row["tags"])})


async def aliases_of(conn: Connection, skill_id: str) -> list[str]:
    """All ids that a skill is known by."""
    return [row["id"] for row in await conn.fetch(ALIASES_OF, skill_id)]


async def lowest_held(conn: Connection, skill_ids: Collection[str]) -> dict[str, int]:
    """The lowest level value at which anybody holds each skill; those that nobody holds are absent."""
    rows = await conn.fetch(LOWEST_HELD, list(skill_ids))
    return {row["skill_id"]: row["min"] for row in rows}


async def lineage(conn: Connection, skill_id: str | None) -> set[str]:
    """A skill with all its ancestors; empty for None and for an unknown skill."""
    return {row["id"] for row in await conn.fetch(LINEAGE, skill_id)}


async def save_skill(conn: Connection, skill: Skill, aliases: Sequence[str], now: datetime) -> None:
    """Writes a skill, and the ids it is found by where they are free."""
    await conn.execute(
        SAVE_SKILL, skill.id, skill.name, skill.description, skill.skill_type, skill.category,
        skill.parent_id, skill.level_type_id, skill.origin, skill.revision, now,
        skill.tags, skill.active,
    )  # fmt: skip
    await conn.executemany(SAVE_ALIAS, [(alias, skill.id) for alias in aliases])


async def unknown(conn: Connection, skill_ids: Collection[str]) -> set[str]:
    """Those of the ids that no skill is known by."""
    return set(skill_ids) - {row["id"] for row in await conn.fetch(KNOWN_IDS, list(skill_ids))}


async def define_tags(conn: Connection, named: Sequence[NamedSkill], now: datetime) -> None:
    """Adds skills as tags name them, with the Basic level type. They must be unknown."""
    await conn.execute(
        DEFINE_TAGS, [n.skill_id for n in named], [n.name for n in named], [n.category for n in named], now
    )


async def graded(conn: Connection, skill_ids: Collection[str]) -> Mapping[str, GradedSkill]:
    """The skills known by these ids or aliases, by the id asked for; unknown ones are absent."""
    rows = await conn.fetch(GRADED_SKILLS, list(skill_ids))
    return {row["alias"]: GradedSkill(row["id"], _levels(row), row["active"]) for row in rows}


async def add_level_type(conn: Connection, level_type: LevelType) -> bool:
    """Writes a level type; False if its id or name is taken."""
    if await conn.fetchval(ADD_LEVEL_TYPE, level_type.id, level_type.name) is None:
        return False
    values, names = [v.value for v in level_type.levels], [v.name for v in level_type.levels]
    await conn.execute(ADD_LEVELS, level_type.id, values, names)
    return True


async def level_types(
    conn: Connection, *, after: str | None = None, only: str | None = None, limit: int
) -> list[LevelType]:
    """Level types by id, after one of them; or the one called ``only``."""
    rows = await conn.fetch(LIST_LEVEL_TYPES, after, only, limit)
    return [LevelType(row["id"], row["name"], _levels(row)) for row in rows]


async def levels_of(conn: Connection, level_type_id: str) -> tuple[Level, ...]:
    """The levels of a level type, ascending; empty if there is no such type."""
    found = await level_types(conn, only=level_type_id, limit=1)
    return found[0].levels if found else ()


def _levels(row: asyncpg.Record) -> tuple[Level, ...]:
    pairs = zip(row["values"], row["names"], strict=True)
    return tuple(Level(value=value, name=name) for value, name in pairs)
