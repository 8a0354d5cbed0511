"""How the catalogue looks over HTTP."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from skills.catalogue.skill import LevelType, Origin, Skill


class LevelView(BaseModel):
    """One step of a level type; higher values mean more proficiency."""

    model_config = ConfigDict(from_attributes=True)

    value: int
    name: str


class SkillView(BaseModel):
    """A skill. ``origin`` tag: first seen on a task, not described by anybody yet."""

    id: str
    name: str
    description: str
    skill_type: str | None
    category: str | None
    parent_id: str | None
    level_type_id: str
    origin: Origin
    revision: int

    @classmethod
    def of(cls, skill: Skill) -> SkillView:
        """The view of a skill."""
        return cls(
            id=skill.id,
            name=skill.name,
            description=skill.description,
            skill_type=skill.skill_type,
            category=skill.category,
            parent_id=skill.parent_id,
            level_type_id=skill.level_type_id,
            origin=skill.origin,
            revision=skill.revision,
        )


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
