"""What a manager corrects of what a person holds: pure decisions. Unlike an award, these may lower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skills.catalogue.skill import GradedSkill
from skills.holdings.holdings import Holdings, changed, holding, require_future, signed, without
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Evidence, HeldSkillEvent, SkillExpired, SkillRemoved

EXPIRY = Evidence(kind="expiry")
"""What the ledger names for a skill that came to its end."""


@dataclass(frozen=True, slots=True)
class Correction:
    """How a skill is to be held: at a level (None: as it is), and until when (None: without end) unless
    ``keeps_end``.
    """

    level: int | None = None
    valid_until: datetime | None = None
    keeps_end: bool = True


def correct(
    holdings: Holdings, skill: GradedSkill, wanted: Correction, by: str, at: datetime
) -> tuple[Holdings, HeldSkillEvent | None]:
    """Sets the level of a held skill, up or down, and when it ends. None: it is held like that already.

    Raises Refusal: ``not-held``, ``unknown-level``, ``ends-already``, ``skill-retired`` (only for
    raising it).
    """
    held = _held(holdings, skill.id)
    end = holdings.valid_until.get(skill.id)
    if not wanted.keeps_end:
        require_future(wanted.valid_until, at)
        end = wanted.valid_until
    step = skill.level_for(held) if wanted.level is None else skill.step(wanted.level)
    level = held if wanted.level is None else step.value
    if (level, end) == (held, holdings.valid_until.get(skill.id)):
        return holdings, None
    if level > held and not skill.active:
        raise Refusal("skill-retired", f"the skill {skill.id!r} is retired: restore it to raise its level")
    told = {
        **signed(holdings, by, at),
        "skill_id": skill.id,
        "level": level,
        "level_name": step.name,
        "evidence": Evidence(kind="hand"),
        "valid_until": end,
    }
    event = changed(held, told)
    return holding(holdings, event), event


def remove(
    holdings: Holdings, skill_id: str, reason: str, by: str, at: datetime, cause: str = "hand"
) -> tuple[Holdings, SkillRemoved]:
    """Takes a held skill away; ``cause`` as the event has it. Raises Refusal ``not-held``."""
    _held(holdings, skill_id)
    event = SkillRemoved(**signed(holdings, by, at), skill_id=skill_id, reason=reason, cause=cause)
    return without(holdings, event), event


def expire(holdings: Holdings, skill_id: str, at: datetime) -> tuple[Holdings, SkillExpired | None]:
    """Ends a skill whose time has come. None: it is not held, without an end, or until later."""
    end = holdings.valid_until.get(skill_id)
    if end is None or end > at:
        return holdings, None
    event = SkillExpired(**signed(holdings, None, at), skill_id=skill_id)
    return without(holdings, event), event


def _held(holdings: Holdings, skill_id: str) -> int:
    held = holdings.levels.get(skill_id)
    if held is None:
        raise Refusal("not-held", f"{holdings.person_id!r} does not hold the skill {skill_id!r}")
    return held
