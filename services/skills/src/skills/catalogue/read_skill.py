"""Query: one skill with its levels."""

from __future__ import annotations

from skills.catalogue import store
from skills.catalogue.views import SkillDetail, SkillView
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class ReadSkill(Query):
    """A skill by its id, or by an id it is also known by."""

    id: str


async def read_skill(conn: Connection, query: ReadSkill) -> SkillDetail:
    """The skill. Raises NotFound."""
    skill = (await store.find_skills(conn, [query.id])).get(query.id)
    if skill is None:
        raise NotFound("skill", query.id)
    levels = await store.levels_of(conn, skill.level_type_id)
    return SkillDetail(**SkillView.of(skill).model_dump(), levels=levels)
