"""Query: the coverage of the caller's teams, in any order."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from skills.coverage import store
from skills.coverage.views import TeamCoverage, shown
from touchline_runtime.auth import Role
from touchline_runtime.directory import teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class Order(StrEnum):
    """What the list goes by."""

    NAME = "name"
    MEMBERS = "members"
    NEEDS = "needs"
    HELD_BY_ONE = "held_by_one"
    COVERAGE = "coverage"
    COVERAGE_BY_TASKS = "coverage_by_tasks"
    COVERAGE_BY_MEMBERS = "coverage_by_members"


class ListCoverage(PageQuery):
    """``order``: by name, or the largest figure first, with ``ascending`` the smallest; a team without needs
    comes last.
    """

    order: Order = Order.NAME
    ascending: bool = False


class _Place(NamedTuple):
    figure: float
    name: str
    team_id: str


async def list_coverage(conn: Connection, query: ListCoverage) -> Page[TeamCoverage]:
    """The active teams that the caller manages or coaches; all for admins."""
    after = read_cursor(query.after, 3, _read_place)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    if query.order is Order.NAME:
        # what others than those shown hold need not be read
        begin = (after.name, after.team_id) if after else None
        ids = await store.teams_by_name(conn, scope, begin, query.limit + 1)
        page = [shown(team) for team in await store.coverage(conn, ids[: query.limit])]
        return _page(page, query, more=len(ids) > query.limit)
    found = map(shown, await store.coverage(conn, await store.active_teams(conn, scope)))
    teams = {_place(team, query): team for team in found}
    places = sorted(place for place in teams if after is None or place > after)
    page = [teams[place] for place in places[: query.limit]]
    return _page(page, query, more=len(places) > query.limit)


def _page(teams: list[TeamCoverage], query: ListCoverage, *, more: bool) -> Page[TeamCoverage]:
    if not more:
        return Page(items=teams)
    figure, name, team_id = _place(teams[-1], query)
    return Page(items=teams, next=encode_cursor(repr(figure), name, team_id))


def _place(team: TeamCoverage, query: ListCoverage) -> _Place:
    figure = 0.0 if query.order is Order.NAME else getattr(team, query.order)
    if figure is None:
        return _Place(float("inf"), team.name, team.team_id)
    return _Place(figure if query.ascending else -figure, team.name, team.team_id)


def _read_place(figure: str, name: str, team_id: str) -> _Place:
    return _Place(float(figure), name, team_id)
