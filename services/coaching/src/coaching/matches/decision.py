"""What becomes of a match whose trainee and team are known: opened for a coach, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from coaching.matches.waiting import WaitingMatch
from coaching.opportunities.opportunity import Opportunity
from coaching.workload.workload import Workload
from touchline_contracts.event import Event


class Outcome(StrEnum):
    """What was decided of a match. Only the unsampled are controls; no_coach is opened unassigned."""

    OPENED = "opened"
    UNSAMPLED = "unsampled"
    LIMITED = "limited"
    OVER_CAPACITY = "over_capacity"
    NO_COACH = "no_coach"
    WAITING = "waiting"


WITH_ASSESSMENT = frozenset({Outcome.OPENED, Outcome.NO_COACH})


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, the coach it is about, and the reason in a sentence with its figures."""

    outcome: Outcome
    reason: str
    coach_id: str | None = None

    @property
    def opens(self) -> bool:
        """Whether an assessment comes of it."""
        return self.outcome in WITH_ASSESSMENT


@dataclass(frozen=True, slots=True)
class Ready:
    """A sampled match that can be decided. ``coaches``: who may coach by the rule, the inactive left out,
    in the order of preference; ``cause`` is the event that made it ready.
    """

    cause: Event
    opportunity: Opportunity
    match: WaitingMatch
    coaches: tuple[str, ...]


class Undecided(Protocol):
    """What a decision looks at: a match that is ready, or one that might have been."""

    @property
    def opportunity(self) -> Opportunity: ...
    @property
    def match(self) -> WaitingMatch: ...
    @property
    def coaches(self) -> tuple[str, ...]: ...


def decide(ready: Undecided, workload: Workload) -> Decision:
    """Decides by what was opened before, and counts what it opens in ``workload``.

    The trainee's limit comes first, then the coach, then the coach's capacity.
    """
    rule, trainee_id = ready.opportunity, ready.match.trainee_id
    had = workload.of_trainee(rule.id, trainee_id)
    if rule.agent_limit is not None and had >= rule.agent_limit:
        reason = f"{had} of {rule.agent_limit} in {rule.agent_limit_days} days for {trainee_id}"
        return Decision(Outcome.LIMITED, reason)
    coach_id = _coach(ready, workload)
    if coach_id is None:
        workload.count(rule.id, trainee_id, None)
        return Decision(Outcome.NO_COACH, f"{rule.coach_rule} finds no active person but the trainee")
    week = workload.of_coach(coach_id)
    if rule.coach_weekly_capacity is not None and week >= rule.coach_weekly_capacity:
        return Decision(Outcome.OVER_CAPACITY, _figures(week, ready, coach_id), coach_id)
    workload.count(rule.id, trainee_id, coach_id)
    if rule.coach_rule == "rotation" and ready.match.team_id is not None:
        workload.take_turn(ready.match.team_id, coach_id)
    return Decision(Outcome.OPENED, _figures(week + 1, ready, coach_id), coach_id)


def _coach(ready: Undecided, workload: Workload) -> str | None:
    """The first in the order of preference; in a rotation, whose turn it is among those with room."""
    if ready.opportunity.coach_rule != "rotation" or ready.match.team_id is None:
        return next(iter(ready.coaches), None)
    in_turn = workload.by_turn(ready.match.team_id, ready.coaches)
    capacity = ready.opportunity.coach_weekly_capacity
    with_room = (coach for coach in in_turn if capacity is None or workload.of_coach(coach) < capacity)
    return next(with_room, next(iter(in_turn), None))


def _figures(week: int, ready: Undecided, coach_id: str) -> str:
    capacity = ready.opportunity.coach_weekly_capacity
    chosen = f"{coach_id}, found by {ready.opportunity.coach_rule}"
    return f"{chosen}: no limit" if capacity is None else f"{week} of {capacity} this week for {chosen}"
