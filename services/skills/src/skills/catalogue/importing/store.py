"""Every SQL statement of an import: the catalogue is read whole, and written in two statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from skills.catalogue.importing.plan import Catalogue
from skills.catalogue.skill import Skill
from skills.catalogue.store import level_types
from touchline_runtime.transaction import Connection

KNOWN_SKILLS = """
SELECT a.id AS alias, s.id, s.name, s.description, s.skill_type, s.category, s.parent_id, s.level_type_id,
    s.origin, s.revision, s.tags, s.retired_at IS NULL AS active
FROM skill_alias a JOIN skill s ON s.id = a.skill_id WHERE a.id = ANY($1::text[])
"""
PARENTS = "SELECT id, parent_id FROM skill WHERE merged_into IS NULL"
LOWEST_HELD_OF = """
SELECT skill_id, min(level) AS level FROM held_skill WHERE skill_id = ANY($1::text[]) GROUP BY skill_id
"""
SAVE_SKILLS = """
INSERT INTO skill (id, name, description, skill_type, category, parent_id, level_type_id, origin, revision,
    tags, defined_at)
SELECT id, name, description, skill_type, category, parent_id, level_type_id, origin, revision,
    ARRAY(SELECT jsonb_array_elements_text(tags)), $2
FROM jsonb_to_recordset($1::text::jsonb) AS t (id text, name text, description text, skill_type text,
    category text, parent_id text, level_type_id text, origin text, revision bigint, tags jsonb)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
    skill_type = excluded.skill_type, category = excluded.category, parent_id = excluded.parent_id,
    level_type_id = excluded.level_type_id, origin = excluded.origin, revision = excluded.revision,
    tags = excluded.tags
"""
SAVE_ALIASES = """
INSERT INTO skill_alias (id, skill_id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING
"""
_FIELDS = (
    *("id", "name", "description", "skill_type", "category", "parent_id", "level_type_id"),
    *("origin", "revision", "tags"),
)


async def read_catalogue(conn: Connection, skill_ids: Sequence[str]) -> Catalogue:
    """The catalogue as it stands, and these skills of it."""
    rows = [dict(row) for row in await conn.fetch(KNOWN_SKILLS, skill_ids)]
    known = {row.pop("alias"): Skill(**{**row, "tags": tuple(row["tags"])}) for row in rows}
    lowest = await conn.fetch(LOWEST_HELD_OF, [skill.id for skill in known.values()])
    types = await level_types(conn, limit=100_000)
    return Catalogue(
        known=known,
        parents={row["id"]: row["parent_id"] for row in await conn.fetch(PARENTS)},
        levels={level_type.id: level_type.levels for level_type in types},
        lowest_held={row["skill_id"]: row["level"] for row in lowest},
    )


async def save_skills(
    conn: Connection, skills: Sequence[Skill], aliases: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Writes skills, and the ids (alias, skill) they are found by where those are free."""
    rows = [{field: getattr(skill, field) for field in _FIELDS} for skill in skills]
    await conn.execute(SAVE_SKILLS, json.dumps(rows), now)
    await conn.execute(SAVE_ALIASES, [alias for alias, _ in aliases], [skill for _, skill in aliases])
