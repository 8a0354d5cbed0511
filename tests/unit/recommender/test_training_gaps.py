"""What a person lacks: what their team's work calls for, what scored low, and what is held too low."""

from __future__ import annotations

from typing import Any

import pytest

from recommender.training.gaps import Gap, Need, Situation, TrainingPolicy, gaps_of

POLICY = TrainingPolicy()
NAMES = {"refunds": "Refunds", "printers": "Printers"}


def found(**fields: Any) -> list[Gap]:
    return gaps_of(Situation("agent", **fields), NAMES, POLICY)


def of(skill: str, tasks: int = 10, total: int = 40, usual: int | None = None) -> Need:
    return Need("payments", skill, tasks, total, usual)


def test_what_the_work_calls_for_and_is_not_held_is_a_gap_that_says_why() -> None:
    [gap] = found(needs=[of("refunds")])
    reason = "Refunds: 10 of the team's 40 tasks of 90 days call for it, and it is not held"
    assert gap == Gap("refunds", reason, 0.25)


@pytest.mark.parametrize(("tasks", "total", "gaps"), [(3, 60, 1), (2, 10, 0), (3, 61, 0)])
def test_what_is_called_for_seldom_is_no_need(tasks: int, total: int, gaps: int) -> None:
    assert len(found(needs=[of("refunds", tasks, total)])) == gaps


def test_what_is_held_is_no_gap_unless_half_of_the_colleagues_hold_it_higher() -> None:
    assert found(needs=[of("refunds")], held={"refunds": 1}) == []
    assert found(needs=[of("refunds", usual=2)], held={"refunds": 2}) == []
    [gap] = found(needs=[of("refunds", usual=2)], held={"refunds": 1})
    assert gap.level == 2
    assert "held at level 1 where half of the colleagues hold 2 or more" in gap.reason


def test_a_low_score_is_a_gap_though_the_skill_is_held_and_comes_first() -> None:
    gaps = found(needs=[of("refunds")], held={"printers": 3}, scores={"printers": 42.4})
    assert [gap.skill_id for gap in gaps] == ["printers", "refunds"]
    assert gaps[0].reason == "Printers: the last assessment scored 42 of 100"
    assert found(scores={"printers": 60.0}) == []


def test_of_two_reasons_for_one_skill_both_are_told() -> None:
    [gap] = found(needs=[of("refunds")], scores={"refunds": 10.0})
    assert gap.reason.startswith("Refunds: the last assessment scored 10 of 100; 10 of the team's 40 tasks")
    assert gap.weight == pytest.approx(1 + 0.5 + 0.25)


def test_what_a_course_under_way_will_close_is_no_gap() -> None:
    assert found(needs=[of("refunds")], scores={"refunds": 10.0}, under_way=frozenset({"refunds"})) == []


def test_only_the_largest_gaps_are_closed_at_a_time() -> None:
    gaps = found(needs=[of(f"skill-{n:02}", tasks=4 + n) for n in range(12)])
    assert [gap.skill_id for gap in gaps] == [f"skill-{n:02}" for n in range(11, 3, -1)]


def test_in_two_teams_the_larger_need_is_told_once() -> None:
    other = Need("claims", "refunds", 30, 40)
    [gap] = found(needs=[of("refunds"), other])
    assert gap.weight == pytest.approx(0.75)
    [gap] = found(needs=[other, of("refunds")])
    assert gap.weight == pytest.approx(0.75)
