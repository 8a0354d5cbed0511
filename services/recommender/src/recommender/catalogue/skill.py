"""A skill of the catalogue, as far as the recommender needs it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recommender.learning_log.entry import SkillNamed, SkillsMerged
from touchline_contracts.skills import SkillDescribed, SkillEvent, SkillMerged, SkillRetired


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill in one revision. ``merged_into`` is the skill that now stands for it."""

    id: str
    revision: int = 0
    name: str = ""
    retired: bool = False
    merged_into: str | None = None

    def after(self, event: SkillEvent, others: Mapping[str, Skill]) -> Skill:
        """The skill after an event that is not stale. ``others`` are the known skills by id."""
        now = replace(self, revision=event.revision)
        if isinstance(event, SkillDescribed):
            return replace(now, name=event.name, retired=False, merged_into=None)
        if isinstance(event, SkillMerged):
            target = others.get(event.into_skill_id)
            return replace(now, merged_into=(target and target.merged_into) or event.into_skill_id)
        return replace(now, retired=True) if isinstance(event, SkillRetired) else now


def lesson_of(event: SkillEvent) -> SkillNamed | SkillsMerged | None:
    """What the model has to be told of; None for what does not change how skills are known."""
    if isinstance(event, SkillMerged):
        return SkillsMerged(event.skill_id, event.into_skill_id)
    if isinstance(event, SkillDescribed):
        return SkillNamed(event.skill_id, event.name, event.description)
    return None
