"""What a manager corrects of what a person holds: pure decisions. Unlike an award, these may lower."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from skills.catalogue.skill import GradedSkill
from skills.holdings.holdings import Holdings, signed
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Evidence, SkillLevelChanged, SkillRemoved


def set_level(
    holdings: Holdings, skill: GradedSkill, level: int, by: str, at: datetime
) -> tuple[Holdings, SkillLevelChanged | None]:
    """Raises or lowers a held skill to one of its levels. None: it is held at that level already.

    Raises Refusal: ``not-held``, ``unknown-level``, ``skill-retired`` (only for raising one).
    """
    held = _held(holdings, skill.id)
    step = next((each for each in skill.levels if each.value == level), None)
    if step is None:
        values = ", ".join(str(each.value) for each in skill.levels)
        raise Refusal("unknown-level", f"{skill.id!r} has the levels {values}", "level")
    if level == held:
        return holdings, None
    if level > held and not skill.active:
        raise Refusal("skill-retired", f"the skill {skill.id!r} is retired: restore it to raise its level")
    event = SkillLevelChanged(
        **signed(holdings, by, at),
        skill_id=skill.id,
        level=level,
        level_name=step.name,
        previous_level=held,
        evidence=Evidence(kind="hand"),
    )
    return replace(holdings, revision=event.revision, levels={**holdings.levels, skill.id: level}), event


def remove(
    holdings: Holdings, skill_id: str, reason: str, by: str, at: datetime
) -> tuple[Holdings, SkillRemoved]:
    """Takes a held skill away. Raises Refusal ``not-held``."""
    _held(holdings, skill_id)
    event = SkillRemoved(**signed(holdings, by, at), skill_id=skill_id, reason=reason)
    levels = {held: level for held, level in holdings.levels.items() if held != skill_id}
    return replace(holdings, revision=event.revision, levels=levels), event


def _held(holdings: Holdings, skill_id: str) -> int:
    held = holdings.levels.get(skill_id)
    if held is None:
        raise Refusal("not-held", f"{holdings.person_id!r} does not hold the skill {skill_id!r}")
    return held
