"""What was found among the stored tasks, counted on while they are looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappush, heapreplace
from operator import itemgetter
from typing import TypeAlias

from coaching.conditions.condition import Condition
from coaching.dry_runs.stored_task import StoredTask
from coaching.opportunities.opportunity import Opportunity

MOST_EXAMPLES = 10
HOUR = 60 * 60
DAY = 24 * HOUR
_FIRST_MONDAY = 4 * DAY
"""1970 began on a Thursday."""


# plain tuples: there may be a million of them
Place: TypeAlias = tuple[str, str | None, str | None]
"""The trainee of a match, its team, and whom the task names as coach."""
Chosen: TypeAlias = tuple[float, Place]
"""A match that is among the sampled: its moment, in seconds since 1970, and its place."""


@dataclass(slots=True)
class LookedAt:
    """``untold``: stored by an older version, without what the draft asks. Weeks are ``week_at``'s."""

    opportunity: Opportunity
    condition: Condition
    needs_whole: bool
    tasks: int = 0
    untold: int = 0
    nobody: int = 0
    by_team: Counter[str | None] = field(default_factory=Counter)
    by_week: Counter[int] = field(default_factory=Counter)
    places: dict[Place, Place] = field(default_factory=dict)
    by_hour: defaultdict[int, list[Chosen]] = field(default_factory=lambda: defaultdict(list))
    latest: list[tuple[float, str]] = field(default_factory=list)

    def look_at(self, task: StoredTask) -> None:
        """Counts a task, and keeps it where it would be sampled."""
        self.tasks += 1
        if self.needs_whole and not task.whole:
            self.untold += 1
            return
        trainee_id = self.opportunity.trainee_of(task)
        if trainee_id is None:
            self.nobody += 1
            return
        if not self.condition.holds(task):
            return
        self.by_team[task.team_id] += 1
        self.by_week[week_at(task.moment)] += 1
        if len(self.latest) < MOST_EXAMPLES:
            heappush(self.latest, (task.moment, task.number))
        elif task.moment > self.latest[0][0]:
            heapreplace(self.latest, (task.moment, task.number))
        if self.opportunity.chooses(task.number, trainee_id):
            place = (trainee_id, task.team_id, self.opportunity.coach_named_in(task))
            self.by_hour[int(task.moment // HOUR)].append((task.moment, self.places.setdefault(place, place)))

    def chosen(self) -> Iterator[Chosen]:
        """The sampled in the order of their moments: sorted hour by hour, so that it takes no long step."""
        for hour in sorted(self.by_hour):
            yield from sorted(self.by_hour[hour], key=itemgetter(0))

    def examples(self) -> list[str]:
        """The numbers of the latest that match, the last one first."""
        return [number for _, number in sorted(self.latest, reverse=True)]


def week_at(moment: float) -> int:
    """The week (from Monday, in UTC) of a moment in seconds since 1970, counted from the first one then."""
    return int((moment - _FIRST_MONDAY) // (7 * DAY))


def monday_of(week: int) -> float:
    """When a week began, in seconds since 1970."""
    return float(week * 7 * DAY + _FIRST_MONDAY)
