"""What cases say about agents: how sure they make us, and how that fades."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.evidence.evidence import KEPT, Evidence
from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import at_least
from recommender.model.case import Case

POLICY = ProposalPolicy(half_life_days=100.0)
AT = datetime(2026, 3, 2, tzinfo=UTC)
PAIR = ("agent", "refunds")


def case(number: int, **fields: object) -> Case:
    given = {"number": f"CS{number}", "kind": "case", "agent_id": "agent", "resolved_at": AT} | fields
    return Case(**given)  # type: ignore[arg-type]


def shown(*chances: float, **fields: object) -> Evidence:
    evidence = Evidence()
    for number, chance in enumerate(chances):
        evidence.record(case(number, **fields), number + 1, {"refunds": chance})
    return evidence


def test_the_chance_of_at_least_three_of_three_is_their_product() -> None:
    assert at_least(3, [0.5, 0.5, 0.5]) == pytest.approx(0.125)


@given(st.lists(st.floats(0, 1), max_size=12), st.integers(1, 5))
def test_the_chance_of_at_least_some_is_what_counting_all_outcomes_gives(
    chances: list[float], needed: int
) -> None:
    total = [1.0]
    for chance in chances:
        hit, missed = [0.0, *(p * chance for p in total)], [*(p * (1 - chance) for p in total), 0.0]
        total = [a + b for a, b in zip(hit, missed, strict=True)]
    assert at_least(needed, chances) == pytest.approx(sum(total[needed:]), abs=1e-9)


def test_more_cases_make_it_surer() -> None:
    grown = [shown(*[0.9] * count).confidence(PAIR, POLICY) for count in range(3, 8)]
    assert grown == sorted(grown)
    assert grown[0] < 0.9 < grown[-1]


def test_two_certain_cases_are_never_enough_for_three() -> None:
    assert shown(1.0, 1.0).confidence(PAIR, POLICY) == 0.0


def test_a_case_of_one_half_life_ago_counts_half() -> None:
    evidence = shown(1.0, resolved_at=AT - timedelta(days=100))
    evidence.record(case(9), 9, {"printers": 1.0})
    [proof] = evidence.of(PAIR)
    assert proof.weight(evidence.now("agent"), 100.0) == pytest.approx(0.5)


def test_reopened_or_badly_rated_cases_count_less() -> None:
    good, bad = shown(*[1.0] * 5), shown(*[1.0] * 5, outcome=0.5)
    assert bad.confidence(PAIR, POLICY) < good.confidence(PAIR, POLICY)


def test_a_later_revision_takes_the_place_of_the_earlier_one() -> None:
    evidence = shown(0.9)
    evidence.record(case(0), 2, {"refunds": 0.4})
    assert [proof.probability for proof in evidence.of(PAIR)] == [0.4]


def test_a_reopened_case_speaks_for_nobody_until_it_is_finished_again() -> None:
    evidence = shown(0.9)
    assert PAIR in evidence.record(case(0, finished=False), 2, {"refunds": 0.9})
    assert evidence.of(PAIR) == ()


def test_a_case_that_went_to_another_agent_speaks_for_that_one() -> None:
    evidence = shown(0.9)
    touched = evidence.record(case(0, agent_id="other"), 2, {"refunds": 0.9})
    assert set(touched) == {PAIR, ("other", "refunds")}
    assert evidence.of(PAIR) == ()


def test_many_improbable_cases_add_up_to_nothing() -> None:
    assert shown(*[0.05] * 200).confidence(PAIR, POLICY) == 0.0


def test_a_skill_that_was_taken_away_starts_anew() -> None:
    evidence = shown(*[1.0] * 5)
    evidence.forget(PAIR)
    assert evidence.confidence(PAIR, POLICY) == 0.0
    assert evidence.pairs_of_case == {}


def test_what_spoke_for_a_merged_skill_speaks_for_the_one_it_is_now() -> None:
    evidence = shown(1.0, 1.0, 1.0, 1.0)
    assert list(evidence.merge("refunds", "money-back")) == [("agent", "money-back")]
    assert len(evidence.of(("agent", "money-back"))) == 4
    assert evidence.of(PAIR) == ()


def test_what_is_kept_of_a_pair_is_bounded_and_the_latest() -> None:
    evidence = shown(*[1.0] * (KEPT + 10))
    assert [proof.number for proof in evidence.of(PAIR)] == [f"CS{n}" for n in range(10, KEPT + 10)]
    assert len(evidence.pairs_of_case) == KEPT
