"""The cases that speak for one agent and one skill, and how sure they make us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

DAY = 86_400.0

Pair = tuple[str, str]
"""An agent's id and a skill's id."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One finished case that may have called for the skill.

    ``position`` is where the learning log tells of it. ``probability`` comes from the text alone, and is 1
    where the case is tagged with the skill: it is what people are shown. ``chance`` also regards what else
    the agent works on. ``outcome`` (0..1]: less for reopened or badly rated work.
    """

    number: str
    position: int
    probability: float
    chance: float
    outcome: float
    at: datetime
    tagged: bool
    team_id: str | None = None

    def freshness(self, now: datetime, half_life_days: float) -> float:
        """How much the case counts: its outcome, halved for each half-life that has passed."""
        age = max((now - self.at).total_seconds(), 0.0) / DAY
        return float(self.outcome * 0.5 ** (age / half_life_days))

    def weight(self, now: datetime, half_life_days: float) -> float:
        """Probability × freshness."""
        return float(self.probability * self.freshness(now, half_life_days))


@dataclass(frozen=True, slots=True)
class Taken:
    """When a skill was taken away: at which ``position`` of the learning log, and ``at`` which time.

    Both count. Who took it away had seen the cases that were known, and may have seen any that was finished:
    those may be told of later, when another revision comes or all topics are read again.
    """

    position: int
    at: datetime

    def is_before(self, proof: Proof) -> bool:
        """Whether the case is new since then."""
        return proof.position > self.position and proof.at > self.at

    def or_later(self, other: Taken | None) -> Taken:
        """Of a skill that goes by another id now, the later of both."""
        if other is None:
            return self
        return Taken(max(self.position, other.position), max(self.at, other.at))
