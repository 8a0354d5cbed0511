"""Several opinions of one case made one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.model.vocabulary import Weights

FIRST = (1.0, 3.0, 0.3)
"""What the classifier's opinion, the likeness and the likelihood count before anything is known of them."""

RATE = 0.3
"""Length of the first AdaGrad step."""


class Blend:
    """A weight for each opinion, learned from what each said of a case before its skills were known."""

    def __init__(self) -> None:
        self.weights: NDArray[np.float64] = np.array(FIRST)
        self.squares: NDArray[np.float64] = np.full(len(FIRST), 0.01)

    def probabilities(self, opinions: Weights) -> Weights:
        """The probability of each class by the weighted ``opinions`` (opinions × classes)."""
        return softmax(self.weights @ opinions)

    def learn(self, opinions: Weights, error: Weights) -> None:
        """The ``error`` is what was said to be so probable, less what was true."""
        slope = opinions @ error
        self.squares += slope**2
        self.weights -= RATE * slope / np.sqrt(self.squares)


def softmax(scores: NDArray[np.floating]) -> Weights:
    """Scores as probabilities; empty for none."""
    raised = np.exp(scores - scores.max(initial=-np.inf))
    return np.asarray(raised / raised.sum(), np.float32)
