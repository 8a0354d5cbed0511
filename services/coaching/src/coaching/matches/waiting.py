"""A match on its way to a coach: what the directory has told of its trainee and team so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coaching.matches.match import MatchKey
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.directory import PersonChanged, TeamChanged


@dataclass(frozen=True, slots=True)
class WaitingMatch:
    """It can be decided once both trainee and team are known. A task without a team waits for none.

    What was told first counts, so that the decision does not depend on how events were batched.
    """

    key: MatchKey
    trainee_id: str
    team_id: str | None
    trainee_known: bool = False
    trainee_manager_id: str | None = None
    team_known: bool = False
    team_managers: tuple[str, ...] = ()

    @property
    def decidable(self) -> bool:
        """Whether nothing is missing any more."""
        return self.trainee_known and (self.team_known or self.team_id is None)

    def told(self, event: PersonChanged | TeamChanged) -> WaitingMatch:
        """With what a directory event says about a missing trainee or team."""
        if isinstance(event, PersonChanged):
            if self.trainee_known or event.id != self.trainee_id:
                return self
            return replace(self, trainee_known=True, trainee_manager_id=event.manager_id)
        if self.team_known or event.id != self.team_id:
            return self
        return replace(self, team_known=True, team_managers=managers_of(event))

    def coach(self, opportunity: Opportunity) -> str | None:
        """Who coaches by the opportunity's rule, never the trainee; None when nobody is found.

        Rule "team_manager": the team's manager, else an additional one, else the trainee's own.
        """
        candidates: Sequence[str | None] = (opportunity.coach_id,)
        if opportunity.coach_rule == "team_manager":
            candidates = (*self.team_managers, self.trainee_manager_id)
        return next((id for id in candidates if id is not None and id != self.trainee_id), None)


def managers_of(team: TeamChanged) -> tuple[str, ...]:
    """The team's manager, then its additional managers by id."""
    first = (team.manager_id,) if team.manager_id else ()
    return (*first, *sorted(set(team.additional_manager_ids) - set(first)))
