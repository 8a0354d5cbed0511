"""The feed: real times, whole snapshots, numbers that are never used again."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

from devstack.demo.company import build
from devstack.demo.feed import LiveWork
from touchline_contracts.envelope import parse_structured
from touchline_contracts.tasks import TaskEvent

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _events(count: int, began: datetime = NOW) -> list[TaskEvent]:
    live = LiveWork(build(until=NOW, task_count=1), random.Random(3), began)
    told = [live.next_event(began + timedelta(seconds=10 * turn)) for turn in range(count)]
    events = [parse_structured(json.dumps(event)).event for event in told]
    return [event for event in events if isinstance(event, TaskEvent)]


def test_revisions_of_a_task_rise_and_no_time_lies_ahead() -> None:
    last: dict[str, int] = {}
    for turn, event in enumerate(_events(400)):
        now = NOW + timedelta(seconds=10 * turn)
        assert event.revision > last.get(event.number, 0)
        last[event.number] = event.revision
        told = [event.opened_at, event.resolved_at, event.closed_at, *(note.at for note in event.notes)]
        assert all(at is None or at <= now for at in told)


def test_tasks_come_to_an_end_and_new_ones_are_opened() -> None:
    kinds = {event.TYPE for event in _events(400)}
    assert {"task.opened.v1", "task.assigned.v1", "task.resolved.v1", "task.closed.v1"} <= kinds


def test_a_later_feed_uses_other_numbers() -> None:
    before = {event.number for event in _events(200)}
    after = {event.number for event in _events(200, NOW + timedelta(hours=1))}
    assert not before & after
