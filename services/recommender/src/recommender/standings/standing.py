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
