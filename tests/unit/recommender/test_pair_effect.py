"""How sure chances make us that enough cases called for a skill, when they may be wrong together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.evidence.pair_effect import PairEffect

NONE = PairEffect(0.0, 0.0)


def sure(effect: PairEffect, needed: int, *chances: float) -> float:
    return effect.at_least(needed, chances, [1.0] * len(chances))


def test_without_an_effect_three_of_three_is_their_product() -> None:
    assert sure(NONE, 3, 0.5, 0.5, 0.5) == pytest.approx(0.125)


@given(st.lists(st.floats(0, 1), max_size=12), st.integers(1, 5))
def test_without_an_effect_it_is_what_counting_all_outcomes_gives(chances: list[float], needed: int) -> None:
    total = [1.0]
    for chance in chances:
        hit, missed = [0.0, *(p * chance for p in total)], [*(p * (1 - chance) for p in total), 0.0]
        total = [a + b for a, b in zip(hit, missed, strict=True)]
    assert sure(NONE, needed, *chances) == pytest.approx(sum(total[needed:]), abs=1e-5)


@given(
    st.lists(st.floats(0, 1), max_size=12),
    st.integers(1, 5),
    st.floats(-2, 1),
    st.floats(0, 3),
    st.floats(0, 1),
)
def test_another_case_never_makes_it_less_sure(
    chances: list[float], needed: int, shift: float, spread: float, another: float
) -> None:
    effect = PairEffect(shift, spread)
    before, after = sure(effect, needed, *chances), sure(effect, needed, *chances, another)
    assert -1e-9 <= before <= after + 1e-9 <= 1.0 + 2e-9


def test_many_doubtful_cases_add_up_to_a_certainty_only_if_they_are_independent() -> None:
    doubtful = [0.3] * 60
    assert sure(NONE, 5, *doubtful) > 0.999
    assert sure(PairEffect(-1.0, 2.0), 5, *doubtful) < 0.9


def test_tags_stay_certain_whatever_the_effect() -> None:
    assert sure(PairEffect(-3.0, 2.0), 3, 1.0, 1.0, 1.0) == pytest.approx(1.0)


def test_what_counts_half_adds_half_a_case() -> None:
    assert PairEffect(-2.0, 1.0).at_least(1, [1.0], [0.5]) == pytest.approx(0.5)
