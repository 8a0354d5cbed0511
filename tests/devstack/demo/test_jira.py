"""The converter from a tracker's issues to events."""

from __future__ import annotations

import json
from typing import Any

from devstack.jira import convert
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.envelope import parse_structured
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent


def _row(number: int, assignee: str = "agent-1", **fields: Any) -> dict[str, Any]:
    row = {"number": f"HUB-{number}", "project": "HUB", "assignee": assignee, "components": ["AMQ Broker"]}
    row |= {"labels": [], "priority": "Major", "resolution": "Fixed"}
    row |= {"created": f"2019-01-{number:02d}T08:00:00", "resolved": f"2019-02-{number:02d}T08:00:00"}
    return row | {"summary": "Queue is stuck", "description": "It stops after a while."} | fields


def _read(rows: list[dict[str, Any]], **options: Any) -> list[Event]:
    return [parse_structured(json.dumps(event)).event for event in convert(rows, **options)]


def test_a_project_becomes_a_team_with_its_assignees_before_any_task() -> None:
    events = _read([_row(1), _row(2, "agent-2")])
    team = next(event for event in events if isinstance(event, TeamChanged))
    assert (team.id, team.manager_id, team.coach_ids) == ("hub", "hub-manager", ("hub-coach",))
    assert set(team.member_ids) == {"agent-1", "agent-2", "hub-coach"}
    first_task = next(place for place, event in enumerate(events) if isinstance(event, TaskEvent))
    assert all(isinstance(event, TaskEvent) for event in events[first_task:])
    persons = {event.id for event in events if isinstance(event, PersonChanged)}
    assert persons == {"agent-1", "agent-2", "hub-coach", "hub-manager"}


def test_an_issue_becomes_four_snapshots_with_rising_revisions() -> None:
    tasks = [event for event in _read([_row(1)]) if isinstance(event, TaskEvent)]
    assert [task.TYPE.split(".")[1] for task in tasks] == ["opened", "assigned", "resolved", "closed"]
    assert [task.revision for task in tasks] == [1, 2, 3, 4]
    assert [task.agent_id for task in tasks] == [None, "agent-1", "agent-1", "agent-1"]
    assert tasks[-1].skills == ("AMQ Broker",)
    assert tasks[-1].resolved_at is not None


def test_tasks_come_in_order_of_time_and_twice_the_same() -> None:
    rows = [_row(number) for number in range(1, 20)]
    told = list(convert(rows))
    times = [event["time"] for event in told if event["type"].startswith("task.")]
    assert times == sorted(times)
    assert told == list(convert(rows))


def test_hidden_tags_are_hidden_only_among_later_cases_and_under_other_ids() -> None:
    rows = [_row(number) for number in range(1, 21)]
    hidden = {event["id"]: event for event in convert(rows, hide_tags=1.0)}
    shown = {event["id"]: event for event in convert(rows)}
    bare = {event["data"]["number"] for event in hidden.values() if event["data"].get("skills") == []}
    assert bare == {f"HUB-{number}" for number in range(11, 21)}
    assert all(hidden[id] == shown[id] for id in hidden.keys() & shown.keys())


def test_a_known_persona_can_manage_all_teams() -> None:
    team = next(event for event in _read([_row(1)], team_manager="manager") if isinstance(event, TeamChanged))
    assert team.manager_id == "manager"


def test_a_component_without_letters_or_digits_is_no_skill() -> None:
    tasks = [event for event in _read([_row(1, components=["***", "Core"])]) if isinstance(event, TaskEvent)]
    assert tasks[0].skills == ("Core",)
