"""SQL of the directory's tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from touchline_contracts.directory import PersonChanged, ShiftCancelled, ShiftScheduled, TeamChanged
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

_LOCK = lock_number("touchline", "directory")

LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared($1)"
LOCK_ALONE = "SELECT pg_advisory_xact_lock($1)"
SAVE_PERSONS = """
INSERT INTO person (id, name, email, title, active, manager_id, time_zone, revision)
SELECT * FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::text[], $7::text[], $8::bigint[])
ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, title = excluded.title,
    active = excluded.active, manager_id = excluded.manager_id, time_zone = excluded.time_zone,
    revision = excluded.revision
WHERE person.revision <= excluded.revision
"""
SAVE_TEAMS = """
INSERT INTO team (id, name, active, manager_id, revision)
SELECT * FROM unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::bigint[])
ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = excluded.active,
    manager_id = excluded.manager_id, revision = excluded.revision
WHERE team.revision <= excluded.revision
RETURNING id
"""
EMPTY_TEAMS = "DELETE FROM team_person WHERE team_id = ANY($1::text[])"
FILL_TEAMS = """
INSERT INTO team_person (team_id, person_id, part) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
"""
SAVE_SHIFTS = """
INSERT INTO shift (id, cancelled, person_id, team_id, starts_at, ends_at, revision)
SELECT * FROM unnest(
    $1::text[], $2::bool[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
ON CONFLICT (id) DO UPDATE SET cancelled = excluded.cancelled, person_id = excluded.person_id,
    team_id = excluded.team_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    revision = excluded.revision
WHERE shift.revision <= excluded.revision
"""
TEAM = "SELECT id, name, active, manager_id FROM team WHERE id = $1"
PERSONS = """
SELECT id, name, email, title, active, manager_id, time_zone FROM person WHERE id = ANY($1::text[])
"""
TEAMS_LED_BY = """
SELECT DISTINCT team_id FROM team_person
WHERE person_id = $1 AND part IN ('manager', 'additional_manager', 'coach') ORDER BY team_id
"""
TEAMS_MANAGED_BY = """
SELECT DISTINCT team_id FROM team_person
WHERE person_id = $1 AND part IN ('manager', 'additional_manager') ORDER BY team_id
"""
LEADS_TEAM = """
SELECT EXISTS (
    SELECT FROM team_person
    WHERE team_id = $2 AND person_id = $1 AND part IN ('manager', 'additional_manager', 'coach')
)
"""
LEADS_PERSON = """
SELECT EXISTS (
    SELECT FROM team_person AS leader JOIN team_person AS member USING (team_id)
    WHERE leader.person_id = $1 AND leader.part IN ('manager', 'additional_manager', 'coach')
      AND member.person_id = $2 AND member.part = 'member'
)
"""
MANAGES_PERSON = """
SELECT EXISTS (
    SELECT FROM team_person AS leader JOIN team_person AS led USING (team_id)
    WHERE leader.person_id = $1 AND leader.part IN ('manager', 'additional_manager')
      AND led.person_id = $2 AND led.part IN ('coach', 'member')
)
"""


class TeamRow(NamedTuple):
    """A team."""

    id: str
    name: str
    active: bool
    manager_id: str | None


class PersonRow(NamedTuple):
    """A person. ``time_zone`` is an IANA name."""

    id: str
    name: str
    email: str | None
    title: str | None
    active: bool
    manager_id: str | None
    time_zone: str


async def lock_directory(conn: Connection) -> None:
    """Holds the directory still until the transaction ends. Taken by reactions that make waiting rows:
    else a person could arrive between the look-up and the row, and nobody would decide it.
    """
    await conn.execute(LOCK_SHARED, _LOCK)


async def lock_directory_alone(conn: Connection) -> None:
    """Waits for those who hold the directory still, and keeps others waiting."""
    await conn.execute(LOCK_ALONE, _LOCK)


async def team_of(conn: Connection, team_id: str) -> TeamRow | None:
    """A team, if it is known."""
    row = await conn.fetchrow(TEAM, team_id)
    return TeamRow(*row) if row else None


async def persons_of(conn: Connection, ids: Collection[str]) -> dict[str, PersonRow]:
    """Those of the persons that are known, by id."""
    rows = await conn.fetch(PERSONS, list(ids))
    return {row["id"]: PersonRow(*row) for row in rows}


async def save_persons(conn: Connection, persons: Sequence[PersonChanged]) -> None:
    """Stores snapshots, one a person, unless a newer one is there."""
    if persons:
        rows = [
            (p.id, p.name, p.email, p.title, p.active, p.manager_id, p.time_zone, p.revision) for p in persons
        ]
        await conn.execute(SAVE_PERSONS, *map(list, zip(*rows, strict=True)))


async def save_teams(conn: Connection, teams: Sequence[TeamChanged]) -> None:
    """Stores snapshots, one a team, with everybody in them, unless a newer one is there."""
    if not teams:
        return
    rows = [(team.id, team.name, team.active, team.manager_id, team.revision) for team in teams]
    stored = {row["id"] for row in await conn.fetch(SAVE_TEAMS, *map(list, zip(*rows, strict=True)))}
    await conn.execute(EMPTY_TEAMS, list(stored))
    parts = sorted({row for team in teams if team.id in stored for row in _parts(team)})
    if parts:
        await conn.execute(FILL_TEAMS, *map(list, zip(*parts, strict=True)))


async def save_shifts(conn: Connection, shifts: Sequence[ShiftScheduled | ShiftCancelled]) -> None:
    """Stores snapshots, one a shift, unless a newer one is there."""
    if shifts:
        rows = [
            (s.id, False, s.person_id, s.team_id, s.starts_at, s.ends_at, s.revision)
            if isinstance(s, ShiftScheduled)
            else (s.id, True, None, None, None, None, s.revision)
            for s in shifts
        ]
        await conn.execute(SAVE_SHIFTS, *map(list, zip(*rows, strict=True)))


def _parts(team: TeamChanged) -> list[tuple[str, str, str]]:
    found = [(team.id, person, "additional_manager") for person in team.additional_manager_ids]
    found += [(team.id, person, "coach") for person in team.coach_ids]
    found += [(team.id, person, "member") for person in team.member_ids]
    return found + ([(team.id, team.manager_id, "manager")] if team.manager_id else [])
