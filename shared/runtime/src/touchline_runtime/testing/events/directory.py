"""Persons, teams and shifts for tests."""

from __future__ import annotations

from datetime import timedelta

from touchline_contracts.directory import PersonChanged, ShiftCancelled, ShiftScheduled, TeamChanged
from touchline_runtime.testing.databases import NOW
from touchline_runtime.testing.events.making import made


def a_person(id: str = "agent", **overrides: object) -> PersonChanged:
    """A person, revision 1."""
    return made(PersonChanged, {"id": id, "revision": 1, "name": id.title()}, overrides)


def a_team(id: str = "payments", **overrides: object) -> TeamChanged:
    """The team that the personas belong to, revision 1."""
    defaults: dict[str, object] = {
        "id": id,
        "revision": 1,
        "name": id.title(),
        "manager_id": "manager",
        "coach_ids": ("coach",),
        "member_ids": ("agent", "coach", "operator"),
    }
    return made(TeamChanged, defaults, overrides)


def a_shift(id: str = "shift-1", **overrides: object) -> ShiftScheduled:
    """The agent's shift of eight hours, now, revision 1."""
    defaults: dict[str, object] = {
        "id": id,
        "revision": 1,
        "person_id": "agent",
        "team_id": "payments",
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=8),
    }
    return made(ShiftScheduled, defaults, overrides)


def a_cancelled_shift(id: str = "shift-1", **overrides: object) -> ShiftCancelled:
    """A shift called off, revision 2."""
    return made(ShiftCancelled, {"id": id, "revision": 2}, overrides)
