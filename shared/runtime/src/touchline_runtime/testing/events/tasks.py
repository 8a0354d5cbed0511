"""Task events for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from touchline_contracts.tasks import (
    TaskAssigned,
    TaskClosed,
    TaskEscalated,
    TaskEvent,
    TaskOpened,
    TaskRated,
    TaskReopened,
    TaskResolved,
)
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events.making import made

T = TypeVar("T", bound=TaskEvent)


def a_task(model: type[T], **overrides: object) -> T:
    """A case of the agent's about a refund, opened a day ago."""
    defaults: dict[str, object] = {
        "number": "CS0001",
        "revision": 1,
        "kind": "case",
        "state": "open",
        "priority": "3 - moderate",
        "short_description": "Refund did not arrive",
        "description": "The customer was charged twice and waits for the second amount.",
        "category": "refunds",
        "product": "checkout",
        "agent_id": "agent",
        "team_id": "payments",
        "opened_at": NOW - timedelta(days=1),
    }
    return made(model, defaults, overrides)


def a_task_opened(**overrides: object) -> TaskOpened:
    """A new task."""
    return a_task(TaskOpened, **overrides)


def a_task_assigned(**overrides: object) -> TaskAssigned:
    """A task with an agent."""
    return a_task(TaskAssigned, **overrides)


def a_task_escalated(**overrides: object) -> TaskEscalated:
    """An escalated task."""
    return a_task(TaskEscalated, **overrides)


def a_task_resolved(**overrides: object) -> TaskResolved:
    """A task resolved an hour ago."""
    return a_task(TaskResolved, **(_resolved("resolved") | overrides))


def a_task_closed(**overrides: object) -> TaskClosed:
    """A task resolved an hour ago and closed now, revision 2."""
    return a_task(TaskClosed, **(_resolved("closed") | {"closed_at": NOW, "revision": 2} | overrides))


def a_task_reopened(**overrides: object) -> TaskReopened:
    """A task that needs work again, revision 3."""
    return a_task(TaskReopened, **({"revision": 3, "reopen_count": 1} | overrides))


def a_task_rated(**overrides: object) -> TaskRated:
    """A closed task that the customer gave 2 of 5, revision 3."""
    rated: dict[str, object] = {"closed_at": NOW, "revision": 3, "rating": {"value": 2}}
    return a_task(TaskRated, **(_resolved("closed") | rated | overrides))


def _resolved(state: str) -> dict[str, object]:
    notes = "Found the duplicate charge, refunded it by bank transfer and told the customer."
    return {"state": state, "resolved_at": NOW - timedelta(hours=1), "resolution_notes": notes}
