"""Drafts of opportunities to be tried, and tasks to try them on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed

DRAFT: dict[str, Any] = {"event_types": ["task.closed"], "condition": "true"}
THEIRS = {"agent_id": "biller", "team_id": "billing"}


def closed(count: int, **overrides: object) -> list[TaskEvent]:
    """So many tasks, closed within the last hour."""
    numbers = range(count)
    prefix = overrides.pop("prefix", "CS")
    return [
        a_task_closed(number=f"{prefix}{n}", closed_at=NOW - timedelta(minutes=n), **overrides)
        for n in numbers
    ]


async def tried(api: Api, who: str = "admin", **draft: object) -> dict[str, Any]:
    """The answer to a draft."""
    answer = await api.as_(who).post("/opportunities/dry-run", json=DRAFT | draft)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
