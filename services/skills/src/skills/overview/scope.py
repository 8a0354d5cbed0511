"""Whose figures a caller sees, and of which kinds of tasks."""

from __future__ import annotations

from dataclasses import dataclass

from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.errors import Forbidden
from touchline_runtime.http import Identifier, Query
from touchline_runtime.transaction import Connection

KINDS = ("incident", "case")
"""What is worked on and resolved. An interaction is over in minutes: with it no mean would say anything."""
ORGANISATION = ("",)
"""The team under which the figures of tasks of the whole organisation stand."""


class OfTeam(Query):
    """``team``: one of the caller's teams, otherwise all of them. ``kind``: of these tasks, otherwise of
    incidents and cases. ``roll_up``: a skill stands for itself and for all that is below it.
    """

    team: Identifier | None = None
    kind: Identifier | None = None
    roll_up: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """``teams`` whose members count, None for all persons; ``figures`` the teams whose tasks count."""

    teams: tuple[str, ...] | None
    figures: tuple[str, ...]
    kinds: tuple[str, ...]


async def scope_of(conn: Connection, query: OfTeam) -> Scope:
    """Raises Forbidden for a team that is not the caller's, and for those who lead none."""
    kinds = (query.kind,) if query.kind is not None else KINDS
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
        return Scope((query.team,), (query.team,), kinds)
    teams = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    if teams is None:
        return Scope(None, ORGANISATION, kinds)
    if not teams:
        raise Forbidden("The overview is for those who manage or coach a team.")
    return Scope(tuple(teams), tuple(teams), kinds)
