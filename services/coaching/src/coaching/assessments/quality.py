"""Quality of work, 0 to 100: the score of an assessment; where there is none, what its rating stands for."""

from __future__ import annotations

from itertools import pairwise

from coaching.surveys.survey import DEFAULT_CUT_OFFS

RATINGS = ("excellent", "good", "average", "poor", "unacceptable")
QUALITY_OF = dict(
    zip(
        RATINGS,
        ((high + low) / 2 for high, low in pairwise((100.0, *DEFAULT_CUT_OFFS, 0.0))),
        strict=True,
    )
)
"""A rating given by hand counts as the middle of its default band; the column ``quality`` says the same."""
