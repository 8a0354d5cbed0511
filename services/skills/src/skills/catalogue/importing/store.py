"""Every SQL statement of an import: the catalogue is read whole, and written in two statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from skills.catalogue.importing.plan import Catalogue
from skills.catalogue.skill import Skill
from skills.catalogue.store import find_skills, level_types, lowest_held
from touchline_runtime.transaction import Connection

PARENTS = "SELECT id, parent_id FROM skill WHERE merged_into IS NULL"
MERGED = "SELECT id FROM skill WHERE id = ANY($1::text[]) AND merged_into IS NOT NULL"
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


async def read_catalogue(conn: Connection, skill_ids: Sequence[str], parent_ids: Sequence[str]) -> Catalogue:
    """The catalogue as it stands, and these skills and parents of it."""
    known = await find_skills(conn, skill_ids)
    parents = await find_skills(conn, parent_ids)
    types = await level_types(conn, limit=100_000)
    return Catalogue(
        known=known,
        parents={row["id"]: row["parent_id"] for row in await conn.fetch(PARENTS)},
        levels={level_type.id: level_type.levels for level_type in types},
        lowest_held=await lowest_held(conn, [skill.id for skill in known.values()]),
        merged={row["id"] for row in await conn.fetch(MERGED, list(skill_ids))},
        todays={id: parent.id for id, parent in parents.items()},
    )


async def save_skills(
    conn: Connection, skills: Sequence[Skill], aliases: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Writes skills, and the ids (alias, skill) they are found by where those are free."""
    rows = [{field: getattr(skill, field) for field in _FIELDS} for skill in skills]
    await conn.execute(SAVE_SKILLS, json.dumps(rows), now)
    await conn.execute(SAVE_ALIASES, [alias for alias, _ in aliases], [skill for _, skill in aliases])
