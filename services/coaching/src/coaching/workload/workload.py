"""What coaches and trainees were given so far, counted on while matches are decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Workload:
    """Openings from matches. It changes as it counts, so that one batch counts as its matches one by one.

    ``this_week`` by coach, over all opportunities; ``in_period`` by opportunity and trainee; ``turns`` by
    team and coach, where the coach with the lowest turn is next. What was never counted is 0.
    """

    this_week: dict[str, int] = field(default_factory=dict)
    in_period: dict[tuple[str, str], int] = field(default_factory=dict)
    turns: dict[tuple[str, str], int] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)

    def of_coach(self, coach_id: str) -> int:
        """Openings of this coach in the week."""
        return self.this_week.get(coach_id, 0)

    def of_trainee(self, opportunity_id: str, trainee_id: str) -> int:
        """Openings of this trainee by this opportunity in its period."""
        return self.in_period.get((opportunity_id, trainee_id), 0)

    def by_turn(self, team_id: str, coaches: Sequence[str]) -> list[str]:
        """The coaches in the order of their turns: who was last given one longest ago, then by id."""
        return sorted(coaches, key=lambda coach: (self.turns.get((team_id, coach), 0), coach))

    def count(self, opportunity_id: str, trainee_id: str, coach_id: str | None) -> None:
        """Counts one opening more."""
        place = (opportunity_id, trainee_id)
        self.in_period[place] = self.in_period.get(place, 0) + 1
        if coach_id is not None:
            self.this_week[coach_id] = self.of_coach(coach_id) + 1

    def take_turn(self, team_id: str, coach_id: str) -> None:
        """The coach had a turn: everybody else of the team comes first now."""
        last = max((turn for (team, _), turn in self.turns.items() if team == team_id), default=0)
        self.turns[team_id, coach_id] = last + 1
        self.taken.add((team_id, coach_id))


def week_of(now: datetime) -> datetime:
    """When the calendar week (ISO: from Monday, in UTC) began."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
