"""Query: what the trainee of an assessment could be given."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from coaching.assessments.access import find_visible
from coaching.known_skills import store
from coaching.known_skills.store import SkillAbove
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListSkillsToAdd(PageQuery):
    """For which assessment; ``text`` is looked for in the skills' names, in any case."""

    id: str
    text: Annotated[str, Field(max_length=200)] | None = None


class LevelView(BaseModel):
    """A level value and what it is called."""

    model_config = ConfigDict(from_attributes=True)

    value: int
    name: str


class SkillToAddView(BaseModel):
    """A skill with the levels above the one held; ``held`` null: the trainee does not have it."""

    skill_id: str
    name: str
    held: int | None
    levels: list[LevelView]

    @classmethod
    def of(cls, above: SkillAbove) -> SkillToAddView:
        """The view of a skill that could be given."""
        skill, held = above
        levels = [
            LevelView.model_validate(each) for each in skill.levels if held is None or each.value > held
        ]
        return cls(skill_id=skill.skill_id, name=skill.name, held=held, levels=levels)


async def list_skills_to_add(conn: Connection, query: ListSkillsToAdd) -> Page[SkillToAddView]:
    """Skills by name, without those held at their highest level. Raises NotFound, Forbidden."""
    assessment = await find_visible(conn, query.id, query.by)
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.to_add(conn, assessment.trainee_id, query.text, after, query.limit + 1)
    items = [SkillToAddView.of(each) for each in found[: query.limit]]
    more = len(found) > query.limit
    return Page(items=items, next=encode_cursor(items[-1].name, items[-1].skill_id) if more else None)
