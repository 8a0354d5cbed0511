"""Learns how far a pair's chances can be trusted, from tagged cases weighed as if they had no tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from recommender.evidence.agent_record import Rehearsal
from recommender.evidence.pair_effect import NODES, WEIGHTS, Numbers, PairEffect, fewer_than, shifted
from recommender.model.calibration import Calibration

COUNTED = 3
"""A trial tells no, one, two, or at least three cases apart."""

EXPECTED = 0.3
"""Skills of which fewer cases were expected, and which had none, are no trial: they are right by default."""

MEMORY = 500
"""Trials after which an earlier one counts 1/e: organisations and the ways they tag change."""

BELIEVED = 2.0
"""How strongly the values one starts with are believed."""

_SHIFTS = np.arange(-3.0, 1.01, 0.5)
_SPREADS = np.array([0.25, 0.5, 1.0, 1.5, 2.0])
_GRID = np.stack([axis.ravel() for axis in np.meshgrid(_SHIFTS, _SPREADS, indexing="ij")], axis=1)
_EFFECTS = (_GRID[:, :1] + _GRID[:, 1:] * NODES).ravel()


class Trials:
    """Weighs a grid of effects by how well each foretold what the tags said; ``made`` counts trials.

    ``calibration`` corrects what is left: how often it was true when it was held to be so sure.
    """

    def __init__(self) -> None:
        start = PairEffect()
        away = (_GRID[:, 0] - start.shift) ** 2 + (_GRID[:, 1] - start.spread) ** 2
        self.likelihood: Numbers = -BELIEVED * away
        self.made = 0
        self.calibration = Calibration()

    def effect(self) -> PairEffect:
        """The mean of all effects, by how well they foretold the trials."""
        weights = np.exp(self.likelihood - self.likelihood.max())
        shift, spread = weights @ _GRID / weights.sum()
        return PairEffect(float(shift), float(spread))

    def sure(self, needed: int, chances: Sequence[float], counts: Sequence[float]) -> float:
        """How often it is true that at least ``needed`` happened, where these were the chances."""
        said = self.effect().at_least(needed, chances, counts)
        return float(self.calibration.applied(np.array([said]))[0])

    def make(self, rehearsals: Iterable[Rehearsal]) -> None:
        """Learns from what was thought and what was true."""
        for one in rehearsals:
            if not one.chances:
                continue
            sure = self.effect().at_least(COUNTED, one.chances, [1.0] * len(one.chances))
            self.calibration.observe(np.array([sure]), np.array([float(one.happened >= COUNTED)]))
            if one.happened or sum(one.chances) >= EXPECTED:
                self._weigh(one.chances, one.happened)

    def _weigh(self, chances: Sequence[float], happened: int) -> None:
        given = np.asarray(chances, float)
        fewer = fewer_than(COUNTED, shifted(given, _EFFECTS), np.ones(len(given)))
        expected = np.einsum("gnc,n->gc", fewer.reshape(len(_GRID), len(NODES), COUNTED), WEIGHTS)
        found = expected[:, happened] if happened < COUNTED else 1.0 - expected.sum(axis=1)
        self.likelihood = self.likelihood * (1.0 - 1.0 / MEMORY) + np.log(np.maximum(found, 1e-4))
        self.made += 1
