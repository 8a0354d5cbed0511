"""How the catalogue looks over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from skills.catalogue.skill import LONGEST_TAG, MOST_TAGS, LevelType, Origin, Skill, tags_of

Tag = Annotated[str, Field(max_length=LONGEST_TAG)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS), AfterValidator(tags_of)]
"""Free words on a skill, each once, in the order given."""


class LevelView(BaseModel):
    """One step of a level type; higher values mean more proficiency."""

    model_config = ConfigDict(from_attributes=True)

    value: int
    name: str


class SkillView(BaseModel):
    """A skill. ``origin`` tag: first seen on a task, not described by anybody yet.

    One that is not ``active`` is retired. ``tags`` are free words.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    description: str
    skill_type: str | None
    category: str | None
    parent_id: str | None
    level_type_id: str
    origin: Origin
    revision: int
    tags: tuple[str, ...]
    active: bool

    @classmethod
    def of(cls, skill: Skill) -> SkillView:
        """The view of a skill."""
        return cls.model_validate(skill)


class SkillDetail(SkillView):
    """A skill with the levels it can be held at, lowest first."""

    levels: tuple[LevelView, ...]


class LevelTypeView(BaseModel):
    """A level type; ``levels`` lowest first."""

    id: str
    name: str
    levels: tuple[LevelView, ...]

    @classmethod
    def of(cls, level_type: LevelType) -> LevelTypeView:
        """The view of a level type."""
        return cls(id=level_type.id, name=level_type.name, levels=level_type.levels)
