"""Whom a caller may see: their teams. What is not known is not allowed."""

from __future__ import annotations

from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import store
from touchline_runtime.errors import Forbidden
from touchline_runtime.transaction import Connection


async def teams_in_scope(conn: Connection, by: Principal, admin: Role) -> list[str] | None:
    """The teams that the caller manages, additionally manages or coaches; None, for all, with ``admin``."""
    if by.has(admin):
        return None
    rows = await conn.fetch(store.TEAMS_LED_BY, by.person_id)
    return [row["team_id"] for row in rows]


async def teams_managed(conn: Connection, person_id: str) -> list[str]:
    """The teams that a person manages or additionally manages."""
    rows = await conn.fetch(store.TEAMS_MANAGED_BY, person_id)
    return [row["team_id"] for row in rows]


async def require_team(conn: Connection, by: Principal, team_id: str, admin: Role) -> None:
    """Raises Forbidden unless the team is in the caller's scope; also for a team that is not known."""
    if by.has(admin) or await conn.fetchval(store.LEADS_TEAM, by.person_id, team_id):
        return
    raise Forbidden(f"You neither manage nor coach the team {team_id!r}.")


async def require_person(
    conn: Connection, by: Principal, person_id: str, admin: Role, *, or_self: bool = False
) -> None:
    """Raises Forbidden unless the person is a member of a team in the caller's scope.

    ``or_self`` lets callers see what is about themselves.
    """
    if by.has(admin) or (or_self and by.person_id == person_id):
        return
    if not await conn.fetchval(store.LEADS_PERSON, by.person_id, person_id):
        raise Forbidden(f"{person_id!r} is in no team that you manage or coach.")


async def require_manager_of(conn: Connection, by: Principal, person_id: str, admin: Role) -> None:
    """Raises Forbidden unless the caller manages a team that the person coaches or is a member of."""
    if not (by.has(admin) or await conn.fetchval(store.MANAGES_PERSON, by.person_id, person_id)):
        raise Forbidden(f"{person_id!r} neither coaches nor belongs to a team that you manage.")
