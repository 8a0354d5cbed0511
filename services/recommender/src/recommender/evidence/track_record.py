"""The cases that speak for one agent and one skill, and how sure they make us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Proof:
    """One finished case that may have called for the skill.

    ``position`` is where the learning log tells of it. ``probability`` comes from the text alone, and is 1
    where the case is tagged with the skill. ``outcome`` (0..1]: less for reopened or badly rated work.
    """

    number: str
    position: int
    probability: float
    outcome: float
    at: datetime
    tagged: bool
    team_id: str | None = None

    def weight(self, now: datetime, half_life_days: float) -> float:
        """Probability × outcome, halved for each half-life that has passed."""
        age = max((now - self.at).total_seconds(), 0.0) / DAY
        return float(self.probability * self.outcome * 0.5 ** (age / half_life_days))


def at_least(needed: int, chances: Iterable[float]) -> float:
    """The probability that at least ``needed`` of independent events with these chances happen.

    The Poisson-binomial distribution, summed up to ``needed``.
    """
    fewer = [1.0] + [0.0] * (needed - 1)
    for chance in chances:
        for count in range(needed - 1, 0, -1):
            fewer[count] += (fewer[count - 1] - fewer[count]) * chance
        fewer[0] *= 1.0 - chance
    return min(max(1.0 - sum(fewer), 0.0), 1.0)
