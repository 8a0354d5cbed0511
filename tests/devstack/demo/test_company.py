"""The demo company: repeatable, true to the contracts, and with something to find in its work."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from devstack.demo.company import Company, build
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.envelope import parse_structured
from touchline_contracts.tasks import TaskClosed, TaskEvent

UNTIL = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def company() -> Company:
    return build(until=UNTIL)


@pytest.fixture(scope="module")
def work(company: Company) -> list[Any]:
    return [parse_structured(json.dumps(event)) for event in company.tasks()]


def test_the_same_seed_and_instant_give_the_same_bytes() -> None:
    def told(seed: int) -> str:
        made = build(seed, UNTIL, task_count=200)
        return json.dumps([*made.directory(), *made.tasks()])

    assert told(7) == told(7)
    assert told(7) != told(8)


def test_there_are_600_persons_in_40_teams_and_the_personas_are_in_the_first(company: Company) -> None:
    events = [parse_structured(json.dumps(event)).event for event in company.directory()]
    persons = [event for event in events if isinstance(event, PersonChanged)]
    teams = [event for event in events if isinstance(event, TeamChanged)]
    assert (len({person.id for person in persons}), len(teams)) == (600, 40)
    assert len({person.name for person in persons}) == 600
    payments = teams[0]
    assert (payments.id, payments.manager_id) == ("payments", "manager")
    assert "coach" in payments.coach_ids
    assert {"agent", "operator", "coach"} <= set(payments.member_ids)


def test_everybody_named_in_a_team_or_a_task_exists(company: Company, work: list[Any]) -> None:
    known = set(company.staff.persons)
    for team in company.staff.teams:
        assert {team.manager_id, *team.additional_manager_ids, *team.coach_ids, *team.member_ids} <= known
    assert {task.event.agent_id for task in work} - {None} <= known


def test_task_events_have_ids_of_their_own_and_come_in_order_of_time(work: list[Any]) -> None:
    assert len({task.envelope.id for task in work}) == len(work)
    times = [task.envelope.time for task in work]
    assert times == sorted(times)
    assert times[0] >= UNTIL - timedelta(days=90)
    assert times[-1] <= UNTIL


def test_each_task_lives_from_opened_on_with_rising_revisions(work: list[Any]) -> None:
    lives: dict[str, list[TaskEvent]] = {}
    for task in work:
        lives.setdefault(task.event.number, []).append(task.event)
    assert 6_000 <= len(lives) <= 8_000
    for life in lives.values():
        assert life[0].TYPE == "task.opened.v1"
        assert all(after.revision == before.revision + 1 for before, after in pairwise(life))


def test_texts_are_not_obviously_repeated(work: list[Any]) -> None:
    closed = [task.event for task in work if isinstance(task.event, TaskClosed)]
    assert len({task.description for task in closed}) > 0.98 * len(closed)
    assert len({task.short_description for task in closed}) > 0.5 * len(closed)
    told = " ".join(task.description + task.resolution_notes for task in closed)
    assert "{" not in told


def test_some_tasks_show_their_skills_and_some_hide_them(work: list[Any]) -> None:
    tagged = Counter(bool(task.event.skills) for task in work if isinstance(task.event, TaskClosed))
    assert 0.4 < tagged[True] / tagged.total() < 0.6


def test_the_personas_work_shows_skills_that_the_catalogue_does_not_know_of(company: Company) -> None:
    unknown = {skill.topic for skill in company.profiles["agent"].skills if not skill.held}
    assert unknown
    shown: Counter[object] = Counter()
    for task in company.work:
        if task.event(len(task.steps) - 1)["data"]["agent_id"] == "agent":  # type: ignore[index]
            shown.update(task.calls_for)
    assert all(shown[topic] >= 5 for topic in unknown)


def test_every_default_opportunity_finds_tasks(work: list[Any]) -> None:
    closed = [task.event for task in work if isinstance(task.event, TaskClosed)]
    assert any(task.sla_breached and task.priority in ("critical", "high") for task in closed)
    assert any(task.kind == "interaction" and (task.handle_minutes or 0) > 10 for task in closed)
    assert any(len(task.resolution_notes) < 40 for task in closed)
    assert any(task.resolved_at and task.resolved_at - task.opened_at > timedelta(days=3) for task in closed)
    assert any(task.event.rating and task.event.rating.value < 4 for task in work)
