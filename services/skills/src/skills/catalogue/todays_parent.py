"""A parent may be named by any id that it is known by, such as a former name or that of a merged skill."""

from __future__ import annotations

from dataclasses import replace

from skills.catalogue.skill import Skill
from skills.catalogue.store import find_skills
from touchline_runtime.transaction import Connection


async def with_todays_parent(conn: Connection, skill: Skill) -> Skill:
    """The skill below the same parent by the id that it has today; as it is where there is no such skill."""
    if skill.parent_id is None:
        return skill
    found = await find_skills(conn, [skill.parent_id])
    return replace(skill, parent_id=found[skill.parent_id].id) if found else skill
