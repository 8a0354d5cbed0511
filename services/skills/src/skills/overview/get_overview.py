"""Query: who holds a skill or any, what work calls for it, and how long that takes, week by week."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from skills.overview import store
from skills.overview.holders.store import People, people_who_count
from skills.overview.scope import OfTeam, scope_of
from skills.overview.views import LevelView, MeanView, Overview, WeekView
from skills.overview.weeks import ONE_WEEK, Week, means, monday_of, open_now, trend
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Identifier
from touchline_runtime.transaction import Connection


class GetOverview(OfTeam):
    """``skill``: of one, by any of its ids; otherwise of all. ``weeks``: that many, this one the last."""

    skill: Identifier | None = None
    weeks: Annotated[int, Field(ge=1, le=104)] = 12


async def get_overview(conn: Connection, query: GetOverview) -> Overview:
    """Of the caller's teams, of the organisation for admins. Raises Forbidden, and NotFound for the skill."""
    scope = await scope_of(conn, query)
    skills = await _skills(conn, query)
    today = await store.today(conn)
    last = monday_of(today)
    first = last - (query.weeks - 1) * ONE_WEEK
    counted = await store.tasks_by_week(conn, scope, skills, first)
    within = [one for one in counted if one.week is not None]
    opened = sum(one.opened for one in within)
    inferred = sum(one.opened for one in within if one.inferred)
    people = await people_who_count(conn, scope.teams)
    holders = await store.holders(conn, people, skills)
    users = await store.users_by_week(conn, people, skills, first, last - ONE_WEEK)
    users[last] = holders["users"]
    return Overview(
        first_day=first,
        last_day=today,
        kinds=list(scope.kinds),
        persons=people.number,
        users=holders["users"],
        coverage=holders["users"] / people.number if people.number else None,
        experts=holders["experts"],
        experts_on_call=holders["on_call"],
        open=open_now(counted),
        opened=opened,
        inferred=inferred / opened if opened else None,
        mttr=[MeanView(**mean._asdict()) for mean in means(within, scope.kinds)],
        weeks=[_shown(week, users.get(week.monday)) for week in trend(counted, first, last, scope.kinds)],
        levels=await _levels(conn, people, skills),
    )


def _shown(week: Week, users: int | None) -> WeekView:
    mttr = [MeanView(**mean._asdict()) for mean in week.mttr]
    return WeekView(**week._asdict() | {"mttr": mttr, "users": users})


async def _skills(conn: Connection, query: GetOverview) -> list[str] | None:
    if query.skill is None:
        return None
    skills = await store.skills_meant(conn, query.skill, query.roll_up)
    if not skills:
        raise NotFound("skill", query.skill)
    return skills


async def _levels(conn: Connection, people: People, skills: list[str] | None) -> list[LevelView] | None:
    if skills is None:
        return None
    return [LevelView(**row) for row in await store.levels(conn, people, skills)]
