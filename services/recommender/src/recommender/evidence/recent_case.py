"""A case of an agent that is recent enough to be weighed with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from recommender.evidence.track_record import Proof

Chances = dict[str, float]
"""Skill id → probability."""


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A case with what its text called for (``read``) and what it was tagged with (``tags``, each 1)."""

    number: str
    position: int
    outcome: float
    at: datetime
    team_id: str | None
    read: Chances
    tags: Chances

    @property
    def chances(self) -> Chances:
        """How probably it called for each skill: by its tags, or by its text where it has none."""
        return self.tags or self.read

    def proof(self, skill: str, chance: float) -> Proof:
        """What it proves of one skill."""
        return Proof(
            self.number, self.position, self.chances[skill], chance, self.outcome, self.at, bool(self.tags),
            self.team_id,
        )  # fmt: skip
