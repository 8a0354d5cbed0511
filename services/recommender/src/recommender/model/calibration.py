"""What the model's probabilities are worth: how often a skill was called for when it said so much."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Probabilities = NDArray[np.floating[Any]]

EDGES = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995])
BELIEVED = 30.0
"""Each bin starts as if so many probabilities in it had been right."""

MEMORY = 3_000
"""Probabilities of a bin after which an earlier one counts 1/e: the model grows surer, and texts change."""

REFRESHED = 20
"""The map is drawn anew after so many cases."""


class Calibration:
    """Counts in bins what was said and what happened; a monotone map leads from the one to the other."""

    def __init__(self) -> None:
        middles = (np.array([0.0, *EDGES]) + np.array([*EDGES, 1.0])) / 2
        self.count: Numbers = np.full(len(middles), BELIEVED)
        self.said: Numbers = BELIEVED * middles
        self.happened: Numbers = BELIEVED * middles
        self.cases = 0
        self.line = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))

    def state(self) -> tuple[Numbers, Numbers]:
        """The map, and what was counted in each bin; ``restore`` continues from them."""
        return np.stack(self.line), np.stack([self.count, self.said, self.happened])

    def restore(self, line: Numbers, counted: Numbers, cases: int) -> None:
        """Replaces the state."""
        first, last = line
        self.line = (first, last)
        self.count, self.said, self.happened = counted
        self.cases = cases

    def applied(self, probabilities: Probabilities) -> Numbers:
        """As often as it happens, what is said so surely happens."""
        return np.asarray(np.interp(probabilities, *self.line))

    def observe(self, probabilities: Probabilities, truths: Probabilities) -> None:
        """A case was foretold with these probabilities, and each was true (1) or not (0)."""
        bins = np.searchsorted(EDGES, probabilities, side="right")
        for seen, told in ((self.count, 1.0), (self.said, probabilities), (self.happened, truths)):
            seen[bins] *= 1.0 - 1.0 / MEMORY
            np.add.at(seen, bins, told)
        self.cases += 1
        if self.cases % REFRESHED == 0:
            self.draw()

    def draw(self) -> None:
        """Draws the nearest monotone map: neighbours that go down are pooled (isotonic regression)."""
        pooled: list[list[float]] = []
        for said, happened, count in zip(self.said, self.happened, self.count, strict=True):
            pooled.append([float(said), float(happened), float(count)])
            while len(pooled) > 1 and pooled[-2][1] * pooled[-1][2] >= pooled[-1][1] * pooled[-2][2]:
                last = pooled.pop()
                pooled[-1] = [sum(pair) for pair in zip(pooled[-1], last, strict=True)]
        # What is certain stays so: tags are, and no case of a bin is.
        points = np.array([[0.0, 0.0, 1.0], *pooled, [1.0, 1.0, 1.0]])
        self.line = (points[:, 0] / points[:, 2], points[:, 1] / points[:, 2])
