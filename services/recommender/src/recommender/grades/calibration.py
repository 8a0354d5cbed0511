"""Whether what was said to be 95 % sure was right in 95 of 100 cases. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BINS = 10
FULL = 10
"""So many decided proposals make a bin, while there are few: of single ones, each is wrong by chance."""


class Bin(NamedTuple):
    """Decided proposals whose confidence lies between ``lowest`` and ``highest``; ``said`` is its mean."""

    lowest: float
    highest: float
    said: float
    decided: int
    approved: int


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The mean distance of what was said from what happened, each proposal counting alike; None of nothing.

    With bins of equally many, as here, the adaptive calibration error of Nixon et al. (2019): every proposal
    is above the threshold, so bins of equal width would leave all but the last ones empty.
    """
    decided = sum(one.decided for one in bins)
    if not decided:
        return None
    return sum(abs(one.said * one.decided - one.approved) for one in bins) / decided
