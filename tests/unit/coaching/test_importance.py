"""The order of a coach's queue: what a task weighs, and the reasons given for it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.assessments.importance import of_new_skill, of_task
from touchline_contracts.tasks import Rating, TaskEvent
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events import a_task_closed

NOTES = "Restarted the gateway after its certificate was renewed, and told the customer."


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rating": Rating(value=1)}, "customer gave 1 of 5 (+50)"),
        ({"rating": Rating(value=2)}, "customer gave 2 of 5 (+35)"),
        ({"rating": Rating(value=3)}, "customer gave 3 of 5 (+20)"),
        ({"sla_breached": True}, "service level missed (+30)"),
        ({"priority": "1 - Critical"}, "priority 1 - critical (+30)"),
        ({"priority": "high"}, "priority high (+20)"),
        ({"reopen_count": 1}, "reopened once (+15)"),
        ({"reopen_count": 7}, "reopened 7 times (+30)"),
        ({"resolved_at": NOW, "opened_at": NOW - timedelta(days=8)}, "took 8 days to resolve (+15)"),
        ({"kind": "interaction", "handle_minutes": 12.0}, "interaction of 12 minutes (+10)"),
        ({"resolution_notes": "done"}, "resolution notes are thin (+5)"),
    ],
)
def test_each_reason_is_told_with_its_points(fields: dict[str, object], reason: str) -> None:
    assert reason in of_task(_plain(**fields)).why


def test_ordinary_work_weighs_nothing() -> None:
    assert of_task(_plain(rating=Rating(value=4), priority="low")) == (0, ())


def test_somebody_always_coached_comes_before_others() -> None:
    assert of_task(_plain(), always_coached=True).why == ("coached whatever the sampling (+20)",)


def test_a_new_skill_comes_before_ordinary_work() -> None:
    assert of_new_skill("sql").why == ("was given the skill sql (+30)",)


@given(
    rating=st.none() | st.integers(1, 5).map(lambda value: Rating(value=value)),
    late=st.none() | st.booleans(),
    priority=st.none() | st.sampled_from(("low", "high", "critical", "P1")),
    reopened=st.integers(0, 9),
    days=st.integers(0, 90),
    always=st.booleans(),
)
def test_points_are_the_sum_of_the_reasons_and_the_weightiest_is_told_first(
    rating: Rating | None, late: bool | None, priority: str | None, reopened: int, days: int, always: bool
) -> None:
    task = _plain(
        rating=rating,
        sla_breached=late,
        priority=priority,
        reopen_count=reopened,
        opened_at=NOW - timedelta(days=days),
        resolved_at=NOW,
    )
    found = of_task(task, always_coached=always)
    told = [int(re.fullmatch(r".+ \(\+(\d+)\)", reason)[1]) for reason in found.why]  # type: ignore[index]
    assert sum(told) == found.points
    assert told == sorted(told, reverse=True)


def _plain(**fields: object) -> TaskEvent:
    return a_task_closed(**{"resolution_notes": NOTES, "rating": None, "sla_breached": False} | fields)
