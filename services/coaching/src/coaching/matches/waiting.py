"""A match on its way to a coach: what the directory has told of its trainee and team so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from coaching.assessments.importance import NONE, Importance
from coaching.leads.team_leads import leads_of
from coaching.matches.match import MatchKey
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.directory import PersonChanged, TeamChanged


@dataclass(frozen=True, slots=True)
class WaitingMatch:
    """It can be decided once both trainee and team are known. A task without a team waits for none.

    What was told first counts, so that the decision does not depend on how events were batched.
    ``named_coach_id``: whom the task names as coach. ``skill_id``: the skill that it is about, not a task.
    ``importance`` is as of the event that matched.
    """

    key: MatchKey
    trainee_id: str
    team_id: str | None
    named_coach_id: str | None = None
    skill_id: str | None = None
    trainee_known: bool = False
    trainee_manager_id: str | None = None
    team_known: bool = False
    team_managers: tuple[str, ...] = ()
    team_coaches: tuple[str, ...] = ()
    importance: Importance = NONE

    @property
    def decidable(self) -> bool:
        """Whether nothing is missing any more."""
        return self.trainee_known and (self.team_known or self.team_id is None)

    @property
    def missing(self) -> str:
        """Whom and what the directory has still to tell of, in words."""
        team = None if self.team_known else self.team_id
        return " and ".join(id for id in (None if self.trainee_known else self.trainee_id, team) if id)

    def told(self, event: PersonChanged | TeamChanged) -> WaitingMatch:
        """With what a directory event says about a missing trainee or team."""
        if isinstance(event, PersonChanged):
            if self.trainee_known or event.id != self.trainee_id:
                return self
            return replace(self, trainee_known=True, trainee_manager_id=event.manager_id)
        if self.team_known or event.id != self.team_id:
            return self
        leads = leads_of(event.manager_id, event.additional_manager_ids, event.coach_ids)
        return replace(self, team_known=True, **leads._asdict())

    def candidates(self, opportunity: Opportunity) -> tuple[str, ...]:
        """Who may coach by the opportunity's rule, never the trainee, in the order of preference.

        Rule "team_manager": the team's manager, then additional ones, then the trainee's own.
        """
        found: tuple[str | None, ...]
        match opportunity.coach_rule:
            case "team_manager":
                found = (*self.team_managers, self.trainee_manager_id)
            case "named_person":
                found = (opportunity.coach_id,)
            case "rotation":
                found = self.team_coaches
            case "task_field":
                found = (self.named_coach_id,)
            case rule:
                assert_never(rule)
        return tuple(id for id in found if id is not None and id != self.trainee_id)
