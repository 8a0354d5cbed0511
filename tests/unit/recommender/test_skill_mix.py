"""How far two mixes of skills lie apart, and how far they would by chance."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import log2, sqrt
from random import Random
from statistics import mean

import pytest

from recommender.grades.drift.mix import WEEK, distance, distance_by_chance, moved

MONDAY = date(2026, 3, 2)


def test_the_same_shares_have_no_distance_whatever_their_number() -> None:
    assert distance({"a": 1, "b": 3}, {"a": 100, "b": 300}) == pytest.approx(0, abs=1e-7)


def test_nothing_in_common_is_a_distance_of_one() -> None:
    assert distance({"a": 5}, {"b": 2, "c": 1}) == pytest.approx(1)


def test_it_is_the_root_of_the_mean_divergence_from_the_middle() -> None:
    """By hand: (1/2, 1/2) and (1, 0) lie around (3/4, 1/4)."""
    divergence = (0.5 * log2(0.5 / 0.75) + 0.5 * log2(0.5 / 0.25)) / 2 + log2(1 / 0.75) / 2
    assert distance({"a": 1, "b": 1}, {"a": 7}) == pytest.approx(sqrt(divergence))


def test_it_is_the_same_either_way_round_and_keeps_the_triangle() -> None:
    random = Random(3)
    for _ in range(200):
        a, b, c = ({skill: random.randint(0, 9) for skill in "pqr"} | {"s": 1} for _ in range(3))
        assert distance(a, b) == pytest.approx(distance(b, a))
        assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9


@pytest.mark.parametrize(("skills", "n", "m"), [(10, 200, 800), (40, 300, 1_200), (5, 50, 400)])
def test_what_chance_alone_makes_is_foretold_within_a_tenth(skills: int, n: int, m: int) -> None:
    random, names = Random(11), [f"skill-{one}" for one in range(skills)]
    shares = [1 + one % 3 for one in range(skills)]
    squares, foretold = [], []
    for _ in range(200):
        one, other = (Counter(random.choices(names, shares, k=size)) for size in (n, m))
        squares.append(distance(one, other) ** 2)
        foretold.append(distance_by_chance(one, other))
    assert sqrt(mean(squares)) == pytest.approx(mean(foretold), rel=0.1)


def test_each_week_is_compared_with_the_four_before_it_and_no_more() -> None:
    calls = [(MONDAY - n * WEEK, "a", 10) for n in range(1, 5)] + [(MONDAY - 5 * WEEK, "b", 1_000)]
    calls += [(MONDAY, "a", 3), (MONDAY + WEEK, "b", 4)]
    same, other, nothing = moved(calls, MONDAY, 3)
    assert (same.week, same.calls, same.compared_with) == (MONDAY, 3, 40)
    assert same.distance == pytest.approx(0, abs=1e-7)
    assert other.compared_with == 33
    assert other.distance == pytest.approx(1)
    assert (nothing.calls, nothing.distance, nothing.by_chance) == (0, None, None)
