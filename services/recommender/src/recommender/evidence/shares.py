"""How frequent each skill is among everybody's cases."""

from __future__ import annotations

UNKNOWN = 10.0
"""Skills that may exist beside those that were ever seen: at first nothing is known of any."""


class Shares:
    """Counts tagged cases by skill; a case with several tags is shared out among them."""

    def __init__(self) -> None:
        self.counts: dict[str, float] = {}
        self.total = 0.0

    def add(self, skills: tuple[str, ...]) -> None:
        """Counts a case that is tagged with these skills."""
        for skill in skills:
            self.counts[skill] = self.counts.get(skill, 0.0) + 1.0 / len(skills)
        self.total += 1.0

    def merge(self, skill: str, into: str) -> None:
        """One skill's cases are another's from now on."""
        if skill in self.counts:
            self.counts[into] = self.counts.get(into, 0.0) + self.counts.pop(skill)

    def of(self, skill: str) -> float:
        """The skill's share (0..1), as if each skill had one case more, and so had some that nobody knows."""
        return (self.counts.get(skill, 0.0) + 1.0) / (self.total + len(self.counts) + UNKNOWN)
