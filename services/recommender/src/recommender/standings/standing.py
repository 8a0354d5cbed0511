"""Where a person and a skill stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchline_contracts.skills import (
    DecisionUndone,
    PersonSkillEvent,
    RejectionLifted,
    SkillAssigned,
    SkillExpired,
    SkillLevelChanged,
    SkillRejected,
    SkillRemoved,
)


def verdict_of(event: PersonSkillEvent) -> str:
    """What the model is told of a decision: the event's type without version. A skill that went because its
    approval was undone, or because it goes by another id now, was not taken away: nothing is to be unlearned.
    """
    if isinstance(event, SkillRemoved) and event.cause != "hand":
        return f"skill.{event.cause}"
    return event.TYPE.rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """``held`` or ``rejected``: in both cases the skill is not proposed. A rejection outlives a holding."""

    person_id: str
    skill_id: str
    held: bool = False
    rejected: bool = False
    revision: int = 0

    def after(self, event: PersonSkillEvent) -> Standing:
        """The standing after a decision; unchanged by one that is older than the last."""
        if event.revision < self.revision:
            return self
        now = replace(self, revision=event.revision)
        if isinstance(event, SkillAssigned | SkillLevelChanged):
            return replace(now, held=True)
        if isinstance(event, SkillRemoved | SkillExpired):
            return replace(now, held=False)
        if isinstance(event, SkillRejected):
            return replace(now, rejected=True)
        if isinstance(event, RejectionLifted | DecisionUndone):
            return replace(now, rejected=False)
        return now
