"""Several opinions of one case made one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Scores = TypeVar("Scores", bound=NDArray[np.floating[Any]])


class Blend:
    """A weight for each opinion, learned by AdaGrad from what each said of a case before its skills were
    known. ``rate``: length of the first step.
    """

    def __init__(self, first: Sequence[float], *, rate: float, squares: float) -> None:
        self.rate = rate
        self.weights: Numbers = np.array(first)
        self.squares: Numbers = np.full(len(first), squares)

    def probabilities(self, opinions: NDArray[np.floating[Any]]) -> Numbers:
        """The probability of each class by the weighted ``opinions`` (opinions × classes)."""
        return softmax(self.weights @ opinions)

    def learn(self, opinions: NDArray[np.floating[Any]], error: NDArray[np.floating[Any]]) -> None:
        """The ``error`` is what was said to be so probable, less what was true."""
        slope = opinions @ error
        self.squares += slope**2
        self.weights -= self.rate * slope / np.sqrt(self.squares)


def softmax(scores: Scores) -> Scores:
    """Scores as probabilities; empty for none."""
    raised = np.exp(scores - scores.max(initial=-np.inf))
    probabilities: Scores = raised / raised.sum()
    return probabilities
