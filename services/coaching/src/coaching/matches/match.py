"""Which matches count: not those of stale snapshots, and one for each closure of a task."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.tasks import TaskEvent


class MatchKey(NamedTuple):
    """What makes a match one: the task was closed once for each time it was reopened, and once more."""

    opportunity_id: str
    task_number: str
    reopen_count: int


@dataclass(frozen=True, slots=True)
class Match:
    """An event that meets an opportunity's condition; ``position`` is its place in the batch."""

    position: int
    event: TaskEvent
    opportunity: Opportunity
    trainee_id: str

    @property
    def key(self) -> MatchKey:
        """Its natural key."""
        return MatchKey(self.opportunity.id, self.event.number, self.event.reopen_count)

    @property
    def sampled(self) -> bool:
        """Whether it may get an assessment; the rest are controls."""
        return self.opportunity.chooses(self.event.number, self.trainee_id)


def counting(matches: Sequence[Match], events: Sequence[TaskEvent], stored: Mapping[str, int]) -> list[Match]:
    """The first fresh match of each key, in the order of the events.

    ``stored`` are the revisions from before the batch; a snapshot below the highest one seen so far,
    there or earlier in the batch, is stale.
    """
    stale = stale_positions({match.event.number for match in matches}, events, stored)
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
