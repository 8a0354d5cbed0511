"""Delays by the bounds they lie within, as Prometheus counts them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0)
"""Seconds, in ascending order."""


class Histogram(NamedTuple):
    """``within``: how many delays are at most each bound, and at last all; ``total``: seconds."""

    within: list[int]
    total: float


def histogram_of(counts: Iterable[tuple[int, int, float]]) -> Histogram:
    """From (how many of the largest bounds hold them, how many delays, their sum)."""
    within, total = [0] * (len(BOUNDS) + 1), 0.0
    for held, count, seconds in counts:
        total += seconds
        for place in range(len(BOUNDS) - held, len(BOUNDS) + 1):
            within[place] += count
    return Histogram(within, total)
