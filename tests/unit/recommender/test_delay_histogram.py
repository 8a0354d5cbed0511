"""Delays by upper bound, as Prometheus wants them: each bound counts all below it."""

from __future__ import annotations

from recommender.grades.delays.histogram import BOUNDS, histogram_of


def test_each_bound_counts_what_lies_below_it_and_the_last_counts_all() -> None:
    found = histogram_of([(len(BOUNDS), 2, 0.1), (1, 3, 150_000.0), (0, 1, 90_000.0)])
    assert found.within == [2] * (len(BOUNDS) - 1) + [5, 6]
    assert found.total == 240_000.1


def test_nothing_measured_counts_nothing() -> None:
    assert histogram_of([]) == ([0] * (len(BOUNDS) + 1), 0.0)
