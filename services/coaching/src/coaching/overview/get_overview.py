"""Query: how good the work of my teams is, and where their assessments stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coaching.overview import store
from coaching.overview.period import Lists, Period, Window
from coaching.overview.shapes import Overview
from coaching.overview.store import Mean, Wanted
from coaching.overview.view import Figures
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope, teams_managed
from touchline_runtime.errors import Forbidden
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection

MOST_DAYS = 366


class Scope(StrEnum):
    """Of which teams: those that the caller manages, or leads in any way (an admin: all)."""

    MANAGED = "managed"
    LED = "led"


class GetOverview(Query):
    """Of ``days`` whole days (UTC), of which ``until`` is the last: today, unless given.

    ``window``: of the tasks, or of the assessments, completed in them. ``team`` and ``survey`` take ``-``
    for none. ``scope``: only teams that the caller manages or additionally manages, or these and those the
    caller coaches (for an admin all).
    """

    team: str | None = None
    survey: str | None = None
    window: Window = Window.TASKS
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 30
    until: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))] | None = None
    scope: Scope = Scope.LED


async def get_overview(conn: Connection, query: GetOverview) -> Overview:
    """For whoever leads a team, and admins. Raises Forbidden for others, and for another's team."""
    teams = await _teams(conn, query)
    period = Period.ending(query.until or await store.today(conn), query.days)
    wanted = Wanted(teams, query.team, query.survey, period)
    quality = await store.quality(conn, query.window, wanted)
    other = Window.ASSESSMENTS if query.window is Window.TASKS else Window.TASKS
    totals = {query.window: quality.total, other: await store.total(conn, other, wanted)}
    states = await store.by_state(conn, wanted)
    opportunities = await store.by_opportunity(conn, wanted)
    # the caller's own teams are shown without data too
    of_teams: dict[str | None, Mean] = dict.fromkeys(teams or () if query.team is None else (), Mean())
    of_teams |= quality.teams
    names = await store.names(conn, of_teams, quality.surveys, opportunities)
    figures = Figures(query.window, period, Lists(_shared(query)), names)
    return Overview(
        window=query.window,
        first_day=period.first,
        last_day=period.last,
        tasks=figures.total(Window.TASKS, totals[Window.TASKS]),
        assessments=figures.total(Window.ASSESSMENTS, totals[Window.ASSESSMENTS]),
        daily=figures.daily(quality),
        by_team=figures.by_team(of_teams),
        by_survey=figures.by_survey(quality),
        by_state=figures.by_state(states),
        by_opportunity=figures.by_opportunity(opportunities),
    )


def _shared(query: GetOverview) -> dict[str, str]:
    """The filters that every list behind it has."""
    given = {"team": query.team, "survey": query.survey, query.scope.value: "true"}
    return {name: value for name, value in given.items() if value is not None}


async def _teams(conn: Connection, query: GetOverview) -> Sequence[str] | None:
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    led = await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    if led == []:
        raise Forbidden("The overview is for those who manage or coach a team; yours are /assessments.")
    return await teams_managed(conn, query.by.person_id) if query.scope is Scope.MANAGED else led
