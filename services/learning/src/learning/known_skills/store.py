"""Every SQL statement about the skills that exist."""

from __future__ import annotations

from collections.abc import Collection

from touchline_contracts.skills import SkillDescribed, SkillEvent
from touchline_runtime.transaction import Connection

SAVE_SKILL = """
INSERT INTO known_skill (skill_id, name, levels, usable, revision) VALUES ($1, $2, $3, true, $4)
ON CONFLICT (skill_id) DO UPDATE SET name = $2, levels = $3, usable = true, revision = $4
WHERE known_skill.revision <= $4
"""
RETIRE_SKILL = """
INSERT INTO known_skill (skill_id, name, levels, usable, revision) VALUES ($1, $1, '{}', false, $2)
ON CONFLICT (skill_id) DO UPDATE SET usable = false, revision = $2 WHERE known_skill.revision <= $2
"""
LEVELS_OF_SKILLS = """
SELECT skill_id, levels FROM known_skill WHERE usable AND skill_id = ANY($1::text[])
"""
ANY_KNOWN = "SELECT EXISTS (SELECT FROM known_skill)"
COUNT_KNOWN_SKILLS = "SELECT count(*) FROM known_skill WHERE usable"


async def save_skill(conn: Connection, event: SkillDescribed) -> None:
    """Stores a skill's name and level values, unless something newer is there."""
    levels = [level.value for level in event.levels]
    await conn.execute(SAVE_SKILL, event.skill_id, event.name, levels, event.revision)


async def retire_skill(conn: Connection, event: SkillEvent) -> None:
    """Marks a skill as not to be used any more, unless something newer is there."""
    await conn.execute(RETIRE_SKILL, event.skill_id, event.revision)


async def levels_of_skills(conn: Connection, skill_ids: Collection[str]) -> dict[str, list[int]] | None:
    """The level values of those skills that exist; None if no skill at all is known here."""
    if not await conn.fetchval(ANY_KNOWN):
        return None
    rows = await conn.fetch(LEVELS_OF_SKILLS, list(skill_ids))
    return {row["skill_id"]: row["levels"] for row in rows}
