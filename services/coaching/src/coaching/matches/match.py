"""Which matches count: not those of stale snapshots, and one for each closure of a task."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.skills import SkillAssigned
from touchline_contracts.tasks import TaskEvent


class MatchKey(NamedTuple):
    """What makes a match one.

    A task (``subject`` is its number) was closed once for each time it was reopened, and once more; a
    person (``subject`` is ``person:<id>``) was given a skill in one numbered decision.
    """

    opportunity_id: str
    subject: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Match:
    """An event that meets an opportunity's condition; ``position`` is its place in the batch.

    It is about a task, or about ``skill_id``, which the trainee was given. ``named_coach_id``: whom the
    task names as coach.
    """

    position: int
    event: TaskEvent | SkillAssigned
    opportunity: Opportunity
    key: MatchKey
    trainee_id: str
    team_id: str | None
    named_coach_id: str | None = None
    skill_id: str | None = None

    @classmethod
    def of_task(cls, position: int, task: TaskEvent, opportunity: Opportunity, trainee_id: str) -> Match:
        """The match of a task."""
        return cls(
            position=position,
            event=task,
            opportunity=opportunity,
            key=MatchKey(opportunity.id, task.number, task.reopen_count),
            trainee_id=trainee_id,
            team_id=task.team_id,
            named_coach_id=opportunity.coach_named_in(task),
        )

    @classmethod
    def of_skill(
        cls, position: int, assigned: SkillAssigned, opportunity: Opportunity, team_id: str | None
    ) -> Match:
        """The match of a skill that a person was given; ``team_id`` is a team that they are in."""
        return cls(
            position=position,
            event=assigned,
            opportunity=opportunity,
            key=MatchKey(opportunity.id, assigned.key(), assigned.revision),
            trainee_id=assigned.person_id,
            team_id=team_id,
            skill_id=assigned.skill_id,
        )

    @property
    def sampled(self) -> bool:
        """Whether it may get an assessment; the rest are controls. A task is drawn once for all its
        closures, a person anew for each skill.
        """
        drawn = self.key.subject if self.skill_id is None else f"{self.key.subject}/{self.key.occurrence}"
        return self.opportunity.chooses(drawn, self.trainee_id)


def counting(matches: Sequence[Match], events: Sequence[TaskEvent], stored: Mapping[str, int]) -> list[Match]:
    """The first fresh match of each key, in the order of the events.

    ``stored`` are the revisions from before the batch; a snapshot below the highest one seen so far,
    there or earlier in the batch, is stale.
    """
    stale = stale_positions({match.key.subject for match in matches}, events, stored)
    first: dict[MatchKey, Match] = {}
    for match in matches:
        if match.position not in stale:
            first.setdefault(match.key, match)
    return list(first.values())


def stale_positions(
    numbers: Collection[str], events: Sequence[TaskEvent], stored: Mapping[str, int]
) -> set[int]:
    """The places in the batch of stale snapshots of the tasks with these numbers."""
    highest = {number: stored.get(number, -1) for number in numbers}
    stale: set[int] = set()
    for position, event in enumerate(events):
        known = highest.get(event.number)
        if known is None:
            continue
        if event.revision < known:
            stale.add(position)
        else:
            highest[event.number] = event.revision
    return stale
