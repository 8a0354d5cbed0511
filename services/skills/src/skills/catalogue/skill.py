"""A skill of the catalogue and what may be said about it: pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from touchline_contracts.event import skill_id_of
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level, SkillChanged, SkillDefined

Origin = Literal["hand", "tag"]
BASIC = "basic"
LONGEST_TAG = 100
MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class LevelType:
    """Named levels in ascending order of value, never empty."""

    id: str
    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class GradedSkill:
    """A skill's id with the levels it can be held at, ascending."""

    id: str
    levels: tuple[Level, ...]
    active: bool = True

    def level_for(self, wanted: int | None) -> Level:
        """The level to award: the lowest if none is asked for, else the highest not above it."""
        fitting = [level for level in self.levels if wanted is not None and level.value <= wanted]
        return fitting[-1] if fitting else self.levels[0]

    def step(self, value: int) -> Level:
        """The level of just this value. Raises Refusal ``unknown-level``."""
        found = next((level for level in self.levels if level.value == value), None)
        if found is None:
            values = ", ".join(str(level.value) for level in self.levels)
            raise Refusal("unknown-level", f"{self.id!r} has the levels {values}", "level")
        return found


@dataclass(frozen=True, slots=True)
class Skill:
    """What the catalogue says about a skill. ``origin`` tag: first seen on a task, not described yet.

    One that is not ``active`` is retired: kept by its holders, and not given to anybody any more.
    """

    id: str
    name: str
    description: str = ""
    skill_type: str | None = None
    category: str | None = None
    parent_id: str | None = None
    level_type_id: str = BASIC
    origin: Origin = "hand"
    revision: int = 1
    tags: tuple[str, ...] = ()
    active: bool = True


def define(
    draft: Skill, existing: Skill | None, lineage: Collection[str], levels: Sequence[Level]
) -> tuple[Skill, SkillDefined | SkillChanged]:
    """Adds a skill, or describes one that so far was only a tag on tasks.

    ``lineage`` is the wanted parent with all its ancestors. Raises Refusal: ``bad-id``, ``skill-exists``,
    ``skill-retired``, ``unknown-parent``, ``cycle``, ``unknown-level-type``.
    """
    if not draft.id or skill_id_of(draft.id) != draft.id:
        detail = "an id is made of lower-case words joined by hyphens; give one if the name has no letters"
        raise Refusal("bad-id", detail, "id")
    if existing is not None and existing.origin != "tag":
        raise Refusal("skill-exists", f"the catalogue has a skill {existing.id!r}: give this one another id")
    if existing is not None and not existing.active:
        raise Refusal("skill-retired", f"{existing.id!r} is retired: restore it, then change it")
    refuse_bad_parent(draft, lineage)
    if not levels:
        raise Refusal("unknown-level-type", f"no level type {draft.level_type_id!r}", "level_type_id")
    if existing is None:
        return draft, SkillDefined(**described(draft, levels))
    adopted = replace(draft, id=existing.id, revision=existing.revision + 1)
    return adopted, SkillChanged(**described(adopted, levels))


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Free words as tags: without space around them, none empty, each once, in the order given."""
    stripped = (word.strip() for word in words)
    return tuple(dict.fromkeys(word for word in stripped if word))


def refuse_bad_parent(draft: Skill, lineage: Collection[str]) -> None:
    """Raises Refusal: ``cycle``, ``unknown-parent``. ``lineage`` is the parent with all its ancestors."""
    if draft.parent_id is None:
        return
    if draft.id in lineage or draft.id == draft.parent_id:
        raise Refusal("cycle", f"{draft.parent_id!r} stands below this skill already", "parent_id")
    if draft.parent_id not in lineage:
        raise Refusal("unknown-parent", f"no skill {draft.parent_id!r}", "parent_id")


def described(skill: Skill, levels: Sequence[Level]) -> dict[str, Any]:
    """The fields of an event that carries the skill's full state."""
    return {
        "skill_id": skill.id,
        "revision": skill.revision,
        "name": skill.name,
        "description": skill.description,
        "skill_type": skill.skill_type,
        "category": skill.category,
        "parent_id": skill.parent_id,
        "tags": skill.tags,
        "levels": tuple(levels),
    }


def order_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels ascending by value. Raises Refusal naming ``levels`` if a value or name comes twice."""
    if not levels:
        raise Refusal("no-levels", "a level type has at least one level", "levels")
    for seen in ({level.value for level in levels}, {level.name.casefold() for level in levels}):
        if len(seen) != len(levels):
            raise Refusal("levels-repeat", "each level needs its own value and its own name", "levels")
    return tuple(sorted(levels, key=lambda level: level.value))
