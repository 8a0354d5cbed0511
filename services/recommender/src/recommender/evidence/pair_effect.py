"""How wrong the chances of one agent's cases may be together, and how sure one may be nevertheless.

A text model that mistakes one kind of case for another does so again and again for the agent who works on
that kind. Chances that were independent would add up to a certainty; so each pair of agent and skill has an
unknown effect that shifts the log-odds of all its chances: normal, with a mean ``shift`` and a ``spread``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
_NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class PairEffect:
    """Mean and standard deviation, in log-odds, of what a pair's chances have wrong together."""

    shift: float = -0.5
    spread: float = 1.5

    def at_least(self, needed: int, chances: Sequence[float], counts: Sequence[float]) -> float:
        """The probability that at least ``needed`` of the events happen. A chance of 1 stays certain.

        ``counts`` (0..1] says how much each event counts: its shifted chance is multiplied by it. Over the
        effect it is summed at nine points (Gauss and Hermite).
        """
        effects = self.shift + self.spread * NODES
        fewer = fewer_than(needed, shifted(np.asarray(chances, float), effects), np.asarray(counts, float))
        return float(min(max(1.0 - WEIGHTS @ fewer.sum(axis=1), 0.0), 1.0))


def fewer_than(needed: int, chances: Numbers, counts: Numbers) -> Numbers:
    """Row by row of ``chances`` (rows × events): the probabilities of 0, 1, … ``needed`` - 1 events.

    The Poisson-binomial distribution, summed up event by event.
    """
    fewer = np.zeros((len(chances), needed))
    fewer[:, 0] = 1.0
    for chance, count in zip(chances.T, counts, strict=True):
        happens = (chance * count)[:, None]
        missed = fewer * (1.0 - happens)
        missed[:, 1:] += fewer[:, :-1] * happens
        fewer = missed
    return fewer


def shifted(chances: Numbers, effects: Numbers) -> Numbers:
    """Effects × chances: each chance with its log-odds moved by each effect."""
    bounded = np.clip(chances, _NEARLY, 1.0 - _NEARLY)
    odds = np.exp(effects)[:, None] * (bounded / (1.0 - bounded))[None, :]
    return np.where(chances >= 1.0, 1.0, odds / (1.0 + odds))
