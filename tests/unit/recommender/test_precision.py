"""How far a share of few cases can be trusted, and how wrong a confidence was."""

from __future__ import annotations

from random import Random

import pytest

from recommender.grades.calibration import Bin, calibration_error
from recommender.grades.precision import share_of


def test_the_interval_is_wilsons() -> None:
    """The values of Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    for yes, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        share = share_of(yes, n)
        assert share is not None
        assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


def test_it_holds_the_truth_in_some_95_of_100_samples() -> None:
    random, held = Random(7), 0
    for _ in range(2_000):
        share = share_of(sum(random.random() < 0.9 for _ in range(30)), 30)
        assert share is not None
        held += share.low <= 0.9 <= share.high
    assert 0.93 <= held / 2_000 <= 0.99


def test_of_nothing_there_is_no_share_and_no_error() -> None:
    assert share_of(0, 0) is None
    assert calibration_error([]) is None


def test_all_of_few_are_not_sure_to_be_all() -> None:
    share = share_of(3, 3)
    assert share is not None
    assert (share.value, share.high) == (1, 1)
    assert share.low == pytest.approx(0.4385, abs=1e-4)


def test_the_error_is_the_mean_distance_weighed_by_how_many() -> None:
    bins = [Bin(0.9, 0.92, 0.91, 10, 8), Bin(0.92, 1, 0.96, 30, 30)]
    assert calibration_error(bins) == pytest.approx((10 * 0.11 + 30 * 0.04) / 40)
