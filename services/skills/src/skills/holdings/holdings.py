"""What one person holds, and how that grows: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from skills.catalogue.skill import GradedSkill
from touchline_contracts.skills import Evidence, HeldSkillEvent, SkillAssigned, SkillLevelChanged


@dataclass(frozen=True, slots=True)
class Holdings:
    """One person's skills with their level values, and the skills proposed or rejected for them.

    ``revision`` counts the decisions about this person's skills.
    """

    person_id: str
    revision: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    """An award: a skill at a level (None: the lowest), on some evidence, by somebody (None: by itself)."""

    person_id: str
    skill_id: str
    level: int | None
    evidence: Evidence
    by: str | None


class Verdict(StrEnum):
    """What becomes of a predicted skill: it is proposed, or ignored for a reason."""

    PROPOSE = "propose"
    HELD = "held"
    PENDING = "pending"
    RETIRED = "retired"
    REJECTED = "rejected"


def judge(holdings: Holdings, skill_ids: frozenset[str], *, active: bool = True) -> Verdict:
    """Whether a skill, known by any of these ids, is worth a manager's time."""
    if skill_ids & holdings.rejected:
        return Verdict.REJECTED
    if skill_ids & holdings.levels.keys():
        return Verdict.HELD
    if skill_ids & holdings.pending:
        return Verdict.PENDING
    return Verdict.PROPOSE if active else Verdict.RETIRED


def propose(holdings: Holdings, skill_id: str) -> Holdings:
    """The holdings with a proposal waiting."""
    return replace(holdings, pending=holdings.pending | {skill_id})


def grant(
    holdings: Holdings, award: Grant, skill: GradedSkill, at: datetime
) -> tuple[Holdings, HeldSkillEvent | None]:
    """Raises what the person holds to the awarded level; never lowers it. None: nothing changes."""
    level = skill.level_for(award.level)
    held = holdings.levels.get(skill.id)
    if held is not None and held >= level.value:
        return holdings, None
    told: dict[str, Any] = {
        **signed(holdings, award.by, at),
        "skill_id": skill.id,
        "level": level.value,
        "level_name": level.name,
        "evidence": award.evidence,
    }
    event = SkillAssigned(**told) if held is None else SkillLevelChanged(**told, previous_level=held)
    levels = {**holdings.levels, skill.id: level.value}
    return replace(holdings, revision=event.revision, levels=levels), event


def signed(holdings: Holdings, by: str | None, at: datetime) -> dict[str, Any]:
    """What every event about the person's next decision carries."""
    return {
        "person_id": holdings.person_id,
        "revision": holdings.revision + 1,
        "decided_by": by,
        "decided_at": at,
    }
