"""The share of proposals that were right, and how far it can be trusted. Pure."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""


class Share(NamedTuple):
    """``value`` of 0..1; it lies between ``low`` and ``high`` in 95 of 100 samples."""

    value: float
    low: float
    high: float


def share_of(yes: int, n: int) -> Share | None:
    """The share ``yes`` of ``n``; None of nothing.

    The interval is Wilson's (1927): it stays within 0..1, and holds for few cases and for shares near 1.
    """
    if n == 0:
        return None
    value = yes / n
    spread = Z * sqrt(value * (1 - value) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    middle = value + Z * Z / (2 * n)
    return Share(value, max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0))
