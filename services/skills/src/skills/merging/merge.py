"""What merging a skill into another does: pure decisions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from skills.catalogue.skill import GradedSkill, Skill, described
from skills.holdings.corrections import expire, remove
from skills.holdings.holdings import Grant, Holdings, grant
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import (
    Evidence,
    HeldSkillEvent,
    Level,
    SkillChanged,
    SkillExpired,
    SkillMerged,
    SkillRemoved,
)


class Moved(NamedTuple):
    """A person's holdings without the old skill, what ended, and the target where it begins or changes."""

    holdings: Holdings
    ended: list[SkillRemoved | SkillExpired]
    raised: HeldSkillEvent | None


def merge(skill: Skill, target: Skill, lineage: Collection[str]) -> SkillMerged:
    """Makes the skill another id of the target. ``lineage`` is the target with all its ancestors.

    The target may not stand below the skill: whatever else stands there moves below the target.
    Raises Refusal: ``into-itself``, ``skill-retired``, ``cycle``.
    """
    if skill.id == target.id:
        raise Refusal("into-itself", f"{target.id!r} is the same skill: give another one", "into")
    if not target.active:
        detail = f"{target.id!r} is retired: restore it first, or merge into another skill"
        raise Refusal("skill-retired", detail, "into")
    if skill.id in lineage:
        detail = (
            f"{target.id!r} stands below {skill.id!r}: give it another parent first, or merge the other way"
        )
        raise Refusal("cycle", detail, "into")
    return SkillMerged(skill_id=skill.id, revision=skill.revision + 1, into_skill_id=target.id)


def moved_below(child: Skill, levels: Collection[Level]) -> SkillChanged | None:
    """What to tell of a child with its new parent; None for a retired one, of which restoring tells it."""
    return SkillChanged(**described(child, tuple(levels))) if child.active else None


def move(holdings: Holdings, skill_id: str, target: GradedSkill, by: str, at: datetime) -> Moved:
    """Lets a holder of the skill hold the target instead: at the target's highest step at or below the level
    held, at the lowest if there is none, and never below the level at which the target is held already.

    Where the old level decides, the target is held until the later of the two ends. What has reached its end
    by now expires.
    """
    ended: list[SkillRemoved | SkillExpired] = []
    for due in (skill_id, target.id):
        holdings, expired = expire(holdings, due, at)
        ended += [expired] if expired else []
    level = holdings.levels.get(skill_id)
    if level is None:
        return Moved(holdings, ended, None)
    end = _end(holdings, skill_id, target.id)
    reason = f"Merged into {target.id!r}."
    without, removed = remove(holdings, skill_id, reason, by, at, "merged")
    award = Grant(holdings.person_id, target.id, level, Evidence(kind="merge", id=skill_id), by, end)
    after, raised = grant(without, award, target, at)
    return Moved(after, [*ended, removed], raised)


def _end(holdings: Holdings, skill_id: str, target_id: str) -> datetime | None:
    ends = [holdings.valid_until.get(each) for each in (skill_id, target_id) if each in holdings.levels]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
