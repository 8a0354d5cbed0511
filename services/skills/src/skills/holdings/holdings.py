"""What one person holds, and how that grows: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from skills.catalogue.skill import GradedSkill
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import (
    Evidence,
    HeldSkillEvent,
    PersonSkillEvent,
    SkillAssigned,
    SkillLevelChanged,
    SkillValidityChanged,
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """One person's skills with their level values, and the skills proposed or rejected for them.

    ``revision`` counts the decisions about this person's skills. ``valid_until`` has those skills that end.
    """

    person_id: str
    revision: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    valid_until: Mapping[str, datetime] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    """An award: a skill at a level (None: the lowest), on some evidence, by somebody (None: by itself), until
    some time (None: without end).
    """

    person_id: str
    skill_id: str
    level: int | None
    evidence: Evidence
    by: str | None
    valid_until: datetime | None = None


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
    """Raises what the person holds to the awarded level; never lowers it. None: nothing changes.

    An award that raises or repeats the level says anew until when it is held.
    """
    level = skill.level_for(award.level)
    held = holdings.levels.get(skill.id)
    if held is not None and held > level.value:
        return holdings, None
    if held == level.value and holdings.valid_until.get(skill.id) == award.valid_until:
        return holdings, None
    told: dict[str, Any] = {
        **signed(holdings, award.by, at),
        "skill_id": skill.id,
        "level": level.value,
        "level_name": level.name,
        "evidence": award.evidence,
        "valid_until": award.valid_until,
    }
    event = changed(held, told)
    return holding(holdings, event), event


def changed(held: int | None, told: Mapping[str, Any]) -> HeldSkillEvent:
    """The event of a change from the level ``held`` (None: not at all) to what is told."""
    if held is None:
        return SkillAssigned(**told)
    if held == told["level"]:
        return SkillValidityChanged(**told)
    return SkillLevelChanged(**told, previous_level=held)


def holding(holdings: Holdings, event: HeldSkillEvent) -> Holdings:
    """The holdings after a change of what is held."""
    after = without(holdings, event)
    ends = {event.skill_id: event.valid_until} if event.valid_until else {}
    return replace(
        after,
        levels={**after.levels, event.skill_id: event.level},
        valid_until={**after.valid_until, **ends},
    )


def without(holdings: Holdings, event: PersonSkillEvent) -> Holdings:
    """The holdings after an event by which the skill is held no longer."""
    return replace(
        holdings,
        revision=event.revision,
        levels={id: level for id, level in holdings.levels.items() if id != event.skill_id},
        valid_until={id: end for id, end in holdings.valid_until.items() if id != event.skill_id},
    )


def require_future(valid_until: datetime | None, at: datetime) -> None:
    """Raises Refusal ``ends-already`` for an end that has passed."""
    if valid_until is not None and valid_until <= at:
        detail = f"lies in the past: it is {at.isoformat()}; give a later time, or remove the skill"
        raise Refusal("ends-already", f"valid_until {detail}", "valid_until")


def signed(holdings: Holdings, by: str | None, at: datetime) -> dict[str, Any]:
    """What every event about the person's next decision carries."""
    return {
        "person_id": holdings.person_id,
        "revision": holdings.revision + 1,
        "decided_by": by,
        "decided_at": at,
    }
