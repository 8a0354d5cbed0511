"""What managers' decisions say of how sure one may be: more, or less often approved than was expected."""

from __future__ import annotations

import numpy as np

from recommender.evidence.pair_effect import Numbers
from recommender.evidence.track_record import Pair

LIMIT = 5_000
"""Decisions that count: an earlier one goes for each new one. Organisations change."""

CERTAIN = 0.999
"""Tags that make it so certain say nothing of how well texts are read; nor does what nothing spoke for."""

ROUNDS = 12


class Decisions:
    """A shift of all log-odds: the most probable one given the decisions, believed to be 0 ± 1 at first.

    ``made``: by pair of agent and skill, how sure one was, unshifted, and whether it was approved.
    """

    def __init__(self) -> None:
        self.made: dict[Pair, tuple[float, bool]] = {}
        self._shift: float | None = 0.0

    def add(self, pair: Pair, said: float, *, approved: bool) -> None:
        """A proposal of which one was so sure was approved or rejected."""
        if not 1.0 - CERTAIN < said < CERTAIN:
            return
        self.made.pop(pair, None)
        self.made[pair] = (said, approved)
        if len(self.made) > LIMIT:
            del self.made[next(iter(self.made))]
        self._shift = None

    def take_back(self, pair: Pair) -> None:
        """The decision was undone, or the rejection lifted: it says nothing any more."""
        if self.made.pop(pair, None):
            self._shift = None

    def applied(self, said: float) -> float:
        """As often as it is approved, what is said so surely is approved. What is certain stays so."""
        if not self.made or not 0.0 < said < 1.0:
            return said
        odds = said / (1.0 - said) * float(np.exp(self.shift()))
        return odds / (1.0 + odds)

    def shift(self) -> float:
        """By how much log-odds are moved: the maximum a posteriori, found by Newton's method."""
        if self._shift is None:
            said = np.array([sure for sure, _ in self.made.values()])
            approved = np.array([found for _, found in self.made.values()], float)
            self._shift = _most_probable(np.log(said / (1.0 - said)), approved) if self.made else 0.0
        return self._shift


def _most_probable(log_odds: Numbers, approved: Numbers) -> float:
    shift = 0.0
    for _ in range(ROUNDS):
        expected = 1.0 / (1.0 + np.exp(-(log_odds + shift)))
        slope = float((approved - expected).sum()) - shift
        # Half a step at most: where everything is nearly certain, the curvature says too little.
        shift += max(-0.5, min(0.5, slope / (1.0 + float((expected * (1.0 - expected)).sum()))))
    return shift
