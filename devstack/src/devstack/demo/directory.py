"""The demo's persons, teams and on-call shifts as directory events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from devstack.demo.cloudevent import structured
from devstack.demo.people import Person, Staff, Team

WEEKS_AHEAD = 4


def events(staff: Staff, seed: int, until: datetime) -> Iterator[dict[str, object]]:
    """Persons before the teams they are in, then the shifts from last week on."""
    for person in staff.persons.values():
        yield _event("person.changed.v1", person.id, until, _person(person))
    for team in staff.teams:
        yield _event("team.changed.v1", team.id, until, _team(team))
    for team in staff.teams:
        yield from _shifts(team, random.Random(f"{seed}:shifts:{team.id}"), until)


def _event(type: str, id: str, until: datetime, data: dict[str, object]) -> dict[str, object]:
    revision = int(until.timestamp())
    stamped = data | {"id": id, "revision": revision}
    return structured(type, f"{type.partition('.')[0]}:{id}:{revision}", id, until, stamped)


def _person(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "active": True,
        "manager_id": person.manager_id,
        "time_zone": person.time_zone,
    }


def _team(team: Team) -> dict[str, object]:
    return {
        "name": team.name,
        "active": True,
        "manager_id": team.manager_id,
        "additional_manager_ids": list(team.additional_manager_ids),
        "coach_ids": list(team.coach_ids),
        "member_ids": list(team.member_ids),
    }


def _shifts(team: Team, rng: random.Random, until: datetime) -> Iterator[dict[str, object]]:
    """One person a day, from eight to eight, in rotation."""
    rota = list(team.member_ids)
    rng.shuffle(rota)
    first = until.replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=7)
    for day in range(7 + WEEKS_AHEAD * 7):
        starts = first + timedelta(days=day)
        id = f"{team.id}:{starts:%Y-%m-%d}"
        shift: dict[str, object] = {
            "person_id": rota[day % len(rota)],
            "team_id": team.id,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(days=1)).isoformat(),
        }
        yield _event("shift.scheduled.v1", id, until, shift)
