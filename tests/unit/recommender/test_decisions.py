"""What managers approve and reject says how sure one may be of other proposals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.evidence.decisions import LIMIT, Decisions


def decided(said: float, approved: int, rejected: int) -> Decisions:
    decisions = Decisions()
    for n in range(approved + rejected):
        decisions.add((f"agent-{n}", "refunds"), said, approved=n < approved)
    return decisions


def test_without_decisions_it_stays_as_it_was_said() -> None:
    assert Decisions().applied(0.93) == 0.93


def test_what_is_rejected_more_often_than_was_said_is_believed_less() -> None:
    assert decided(0.95, 35, 15).applied(0.95) == pytest.approx(0.72, abs=0.06)


def test_what_is_approved_more_often_than_was_said_is_believed_more() -> None:
    assert decided(0.7, 48, 2).applied(0.7) > 0.88


def test_more_decisions_weigh_more() -> None:
    few, many = decided(0.95, 1, 1), decided(0.95, 50, 50)
    assert 0.95 > few.applied(0.95) > many.applied(0.95) > 0.5


def test_one_rejection_changes_little() -> None:
    assert decided(0.95, 0, 1).applied(0.95) > 0.85


def test_a_decision_that_is_taken_back_leaves_no_trace() -> None:
    decisions = decided(0.95, 3, 1)
    decisions.take_back(("agent-3", "refunds"))
    assert decisions.applied(0.95) == decided(0.95, 3, 0).applied(0.95)


def test_the_last_decision_of_a_pair_counts() -> None:
    decisions = decided(0.95, 1, 0)
    decisions.add(("agent-0", "refunds"), 0.95, approved=False)
    assert decisions.applied(0.95) == decided(0.95, 0, 1).applied(0.95)


def test_what_tags_made_certain_stays_certain_and_is_no_judgement_of_texts() -> None:
    decisions = decided(1.0, 0, 9)
    assert decisions.applied(0.95) == 0.95
    assert decided(0.95, 0, 9).applied(1.0) == 1.0


def test_old_decisions_go() -> None:
    decisions = decided(0.95, 0, 10)
    for n in range(LIMIT):
        decisions.add((f"later-{n}", "refunds"), 0.95, approved=n % 20 > 0)
    assert len(decisions.made) == LIMIT
    assert decisions.applied(0.95) == pytest.approx(0.95, abs=0.005)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30), st.floats(0, 1), st.floats(0, 1))
def test_whatever_was_decided_what_is_surer_stays_surer(
    made: list[tuple[float, bool]], one: float, other: float
) -> None:
    decisions = Decisions()
    for n, (said, approved) in enumerate(made):
        decisions.add((f"agent-{n}", "refunds"), said, approved=approved)
    low, high = sorted((one, other))
    assert 0.0 <= decisions.applied(low) <= decisions.applied(high) <= 1.0
