"""Opportunities: what they watch, and which tasks they sample."""

from __future__ import annotations

import dataclasses

import pytest

from coaching.opportunities.opportunity import CoachRule, Opportunity, check_coach, check_watched, draw
from tests.unit.coaching.examples import AN_OPPORTUNITY
from touchline_contracts.refusal import Refusal

NUMBERS = [f"CS{number:06}" for number in range(4_000)]


def sampling(percent: float, version: int = 1) -> Opportunity:
    return dataclasses.replace(AN_OPPORTUNITY, sampling_percent=percent, version=version)


def test_sampling_is_the_same_every_time() -> None:
    once = [sampling(30).samples(number) for number in NUMBERS]
    assert once == [sampling(30).samples(number) for number in NUMBERS]


@pytest.mark.parametrize("percent", [0.5, 10, 50, 90])
def test_sampling_takes_about_its_share_of_tasks(percent: float) -> None:
    share = sum(sampling(percent).samples(number) for number in NUMBERS) / len(NUMBERS)
    assert share == pytest.approx(percent / 100, abs=0.03)


def test_0_percent_samples_nothing_and_100_everything() -> None:
    assert not any(sampling(0).samples(number) for number in NUMBERS)
    assert all(sampling(100).samples(number) for number in NUMBERS)


def test_a_higher_percentage_keeps_all_that_a_lower_one_took() -> None:
    assert all(sampling(60).samples(number) for number in NUMBERS if sampling(20).samples(number))


def test_versions_draw_independently() -> None:
    both = sum(draw("a", 1, n) < 0.5 and draw("a", 2, n) < 0.5 for n in NUMBERS) / len(NUMBERS)
    assert both == pytest.approx(0.25, abs=0.04)


def test_an_opportunity_watches_its_event_types_and_kinds_only() -> None:
    watching = dataclasses.replace(AN_OPPORTUNITY, event_types=("task.closed",), kinds=("case",))
    assert watching.watches("task.closed.v1", "case")
    assert not watching.watches("task.closed.v1", "incident")
    assert not watching.watches("task.resolved.v1", "case")


def test_an_opportunity_without_kinds_watches_every_kind() -> None:
    assert AN_OPPORTUNITY.watches("task.closed.v1", "anything")


@pytest.mark.parametrize("event_types", [[], ["task.vanished"], ["task.closed", "task.closed.v1"]])
def test_only_known_events_can_be_watched(event_types: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        check_watched(event_types)
    assert caught.value.field == "event_types"


@pytest.mark.parametrize(
    ("rule", "coach_id", "coach_field"),
    [
        ("named_person", "coach", None),
        ("team_manager", None, None),
        ("rotation", None, None),
        ("task_field", None, "attributes.mentor"),
    ],
)
def test_a_rule_comes_with_what_it_asks_for(
    rule: CoachRule, coach_id: str | None, coach_field: str | None
) -> None:
    check_coach(rule, coach_id, coach_field)


@pytest.mark.parametrize(
    ("rule", "coach_id", "coach_field", "at_fault"),
    [
        ("named_person", None, None, "coach_id"),
        ("team_manager", "coach", None, "coach_id"),
        ("task_field", None, None, "coach_field"),
        ("rotation", None, "agent_id", "coach_field"),
        ("task_field", None, "attributes.", "coach_field"),
    ],
)
def test_a_rule_comes_with_nothing_else(
    rule: CoachRule, coach_id: str | None, coach_field: str | None, at_fault: str
) -> None:
    with pytest.raises(Refusal) as caught:
        check_coach(rule, coach_id, coach_field)
    assert caught.value.field == at_fault
