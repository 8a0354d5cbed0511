"""What would have become of the sampled, one after the other: opened for whom, or why not."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from coaching.dry_runs.looked_at import DAY, Chosen, Place, week_at
from coaching.matches.decision import Decision, Outcome, decide
from coaching.matches.waiting import WaitingMatch
from coaching.opportunities.opportunity import Opportunity
from coaching.workload.workload import Workload


@dataclass(frozen=True, slots=True)
class Prospect:
    """A trainee's match in a team, and who may coach it in the order of preference."""

    opportunity: Opportunity
    match: WaitingMatch
    coaches: tuple[str, ...]


@dataclass(slots=True)
class Outlook:
    """Decides in the order of moments, as the trigger does, with nothing opened beforehand."""

    opportunity: Opportunity
    prospects: Mapping[Place, Prospect]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    sampled_by_team: Counter[str | None] = field(default_factory=Counter)
    sampled_by_week: Counter[int] = field(default_factory=Counter)
    by_team: Counter[str | None] = field(default_factory=Counter)
    by_week: Counter[int] = field(default_factory=Counter)
    by_coach: Counter[tuple[str, int]] = field(default_factory=Counter)
    over_capacity: Counter[str] = field(default_factory=Counter)
    _workload: Workload = field(default_factory=Workload)
    _week: int | None = None
    _opened: dict[str, deque[float]] = field(default_factory=dict)

    def decide(self, chosen: Chosen) -> None:
        """Decides the next one and counts it."""
        moment, place = chosen
        week = week_at(moment)
        self.sampled_by_team[place[1]] += 1
        self.sampled_by_week[week] += 1
        prospect = self.prospects[place]
        if not prospect.match.decidable:
            self.outcomes[Outcome.WAITING] += 1
            return
        self._remember(moment, place[0], week)
        decision = decide(prospect, self._workload)
        self.outcomes[decision.outcome] += 1
        if decision.opens:
            self._opens(moment, place, week, decision)
        elif decision.coach_id is not None:
            self.over_capacity[decision.coach_id] += 1

    def _opens(self, moment: float, place: Place, week: int, decision: Decision) -> None:
        self.by_team[place[1]] += 1
        self.by_week[week] += 1
        if decision.coach_id is not None:
            self.by_coach[decision.coach_id, week] += 1
        if self.opportunity.agent_limit is not None:
            self._opened.setdefault(place[0], deque()).append(moment)

    def _remember(self, moment: float, trainee_id: str, week: int) -> None:
        """Brings the workload to the moment: another week, and what left the trainee's period."""
        if week != self._week:
            self._week = week
            self._workload.this_week = {}
        if (opened := self._opened.get(trainee_id)) is None:
            return
        since = moment - self.opportunity.agent_limit_days * DAY
        while opened and opened[0] <= since:
            opened.popleft()
        self._workload.in_period[self.opportunity.id, trainee_id] = len(opened)
