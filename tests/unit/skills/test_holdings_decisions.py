"""What a person comes to hold, and what is proposed for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.catalogue.skill import GradedSkill
from skills.holdings.holdings import Grant, Holdings, Verdict, grant, judge, propose
from touchline_contracts.skills import Evidence, Level, SkillAssigned, SkillLevelChanged

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEVELS = tuple(Level(value=value, name=f"L{value}") for value in (1, 2, 3))
REFUNDS = GradedSkill("refunds", LEVELS)
HAND = Evidence(kind="hand")


def award(level: int | None = None) -> Grant:
    return Grant("agent", "refunds", level, HAND, "manager")


def test_the_first_award_assigns_the_lowest_level() -> None:
    holdings, event = grant(Holdings("agent", revision=4), award(), REFUNDS, AT)
    assert holdings == Holdings("agent", revision=5, levels={"refunds": 1})
    assert isinstance(event, SkillAssigned)
    assert (event.revision, event.level, event.level_name) == (5, 1, "L1")
    assert (event.decided_by, event.decided_at, event.evidence) == ("manager", AT, HAND)


def test_a_higher_award_changes_the_level() -> None:
    holdings, event = grant(Holdings("agent", levels={"refunds": 1}), award(3), REFUNDS, AT)
    assert holdings.levels == {"refunds": 3}
    assert isinstance(event, SkillLevelChanged)
    assert (event.previous_level, event.level) == (1, 3)


@pytest.mark.parametrize("level", [None, 1, 2])
def test_an_award_that_is_not_higher_changes_nothing(level: int | None) -> None:
    before = Holdings("agent", revision=7, levels={"refunds": 2})
    assert grant(before, award(level), REFUNDS, AT) == (before, None)


@given(st.lists(st.none() | st.integers(0, 5), max_size=12))
def test_no_sequence_of_awards_ever_lowers_a_level(levels: list[int | None]) -> None:
    holdings, held = Holdings("agent"), 0
    for level in levels:
        holdings, event = grant(holdings, award(level), REFUNDS, AT)
        assert holdings.levels["refunds"] >= held
        assert (event is not None) == (holdings.levels["refunds"] > held)
        held = holdings.levels["refunds"]


@pytest.mark.parametrize(
    ("holdings", "verdict"),
    [
        (Holdings("agent"), Verdict.PROPOSE),
        (Holdings("agent", levels={"refunds": 1}), Verdict.HELD),
        (Holdings("agent", rejected=frozenset({"refunds"})), Verdict.REJECTED),
        (propose(Holdings("agent"), "refunds"), Verdict.PENDING),
        (Holdings("agent", levels={"refunds": 1}, rejected=frozenset({"refunds"})), Verdict.REJECTED),
        (Holdings("agent", levels={"billing": 1}), Verdict.PROPOSE),
    ],
)
def test_a_skill_is_proposed_unless_it_is_held_pending_or_rejected(
    holdings: Holdings, verdict: Verdict
) -> None:
    assert judge(holdings, frozenset({"refunds"})) is verdict


def test_a_rejection_holds_under_every_name_of_the_skill() -> None:
    rejected = Holdings("agent", rejected=frozenset({"card-payments"}))
    assert judge(rejected, frozenset({"sk-17", "card-payments"})) is Verdict.REJECTED
