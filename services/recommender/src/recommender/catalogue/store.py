"""Every SQL statement about the catalogue of skills."""

from __future__ import annotations

from collections.abc import Collection

from recommender.catalogue.skill import Skill
from touchline_runtime.transaction import Connection

FIND = "SELECT id, revision, name, retired, merged_into FROM skill WHERE id = ANY($1::text[])"
SAVE = """
INSERT INTO skill (id, revision, name, retired, merged_into)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::text[])
ON CONFLICT (id) DO UPDATE
SET revision = excluded.revision, name = excluded.name, retired = excluded.retired,
    merged_into = excluded.merged_into
"""
FOLLOW_MERGE = "UPDATE skill SET merged_into = $2 WHERE merged_into = $1"
COUNT_SKILLS = "SELECT count(*) FROM skill WHERE NOT retired AND merged_into IS NULL"


async def find(conn: Connection, skill_ids: Collection[str]) -> dict[str, Skill]:
    """The known ones among these skills, by id."""
    return {row["id"]: Skill(**row) for row in await conn.fetch(FIND, list(skill_ids))}


async def save(conn: Connection, rows: Collection[Skill]) -> None:
    """Writes skills, one row an id."""
    await conn.execute(
        SAVE,
        [row.id for row in rows],
        [row.revision for row in rows],
        [row.name for row in rows],
        [row.retired for row in rows],
        [row.merged_into for row in rows],
    )


async def follow_merge(conn: Connection, skill_id: str, into: str) -> None:
    """Skills that were merged into ``skill_id`` are merged into ``into`` now."""
    await conn.execute(FOLLOW_MERGE, skill_id, into)


async def count_skills(conn: Connection) -> int:
    """How many skills can be proposed."""
    return int(await conn.fetchval(COUNT_SKILLS))
