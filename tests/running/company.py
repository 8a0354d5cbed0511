"""The company that works in these tests: a team with the personas in it, another team, and their tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskClosed, TaskEvent

T = TypeVar("T", bound=TaskEvent)
PEOPLE = ("manager", "coach", "agent", "operator", "stranger", "other")
NOTES = "Found the duplicate charge, refunded it by bank transfer and told the customer."


def people() -> list[Event]:
    """The persons and the two teams: ``payments`` with the personas, ``claims`` led by a stranger."""
    persons = [PersonChanged(id=id, revision=1, name=id.title()) for id in PEOPLE]
    payments = TeamChanged(
        id="payments",
        revision=1,
        name="Payments",
        manager_id="manager",
        coach_ids=("coach",),
        member_ids=("agent", "operator", "coach"),
    )
    claims = TeamChanged(id="claims", revision=1, name="Claims", manager_id="stranger", member_ids=("other",))
    return [*persons, payments, claims]


def a_closed_task(number: str, **fields: object) -> TaskClosed:
    """The agent's case, solved within a day and closed an hour ago, as the ticket system tells it."""
    return task(TaskClosed, number, **fields)


def task(model: type[T], number: str, **fields: object) -> T:
    """A snapshot of a task, revision 1 unless given. Nothing about it calls for coaching."""
    now = datetime.now(UTC).replace(microsecond=0)
    told: dict[str, object] = {
        "number": number,
        "revision": 1,
        "kind": "case",
        "state": "closed",
        "priority": "3 - Moderate",
        "short_description": "Refund did not arrive",
        "description": "The customer was charged twice and waits for the second amount.",
        "resolution_notes": NOTES,
        "category": "refunds",
        "product": "checkout",
        "agent_id": "agent",
        "team_id": "payments",
        "opened_at": now - timedelta(hours=20),
        "resolved_at": now - timedelta(hours=2),
        "closed_at": now - timedelta(hours=1),
    }
    return msgspec.convert(told | fields, model)


def numbered(events: Iterable[Event], name: str) -> list[tuple[str, Event]]:
    """The events with ids: ``name``-0, ``name``-1 and so on."""
    return [(f"{name}-{number}", event) for number, event in enumerate(events)]
