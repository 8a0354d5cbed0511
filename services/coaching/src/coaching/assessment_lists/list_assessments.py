"""Query: the assessments that the caller may see, in the order wanted."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from asyncpg import Record
from pydantic import AwareDatetime

from coaching.assessment_lists import store
from coaching.assessment_lists.store import TIME_OF, Order, Place
from coaching.assessments.assessment import State
from coaching.assessments.store import assessment_of
from coaching.assessments.view import AssessmentView
from coaching.surveys.survey import Rating
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope, teams_managed
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListAssessments(PageQuery):
    """Filters are joined by "and"; what ends in ``_before`` is exclusive.

    ``task`` is a task's number. ``team``, ``opportunity`` and ``survey`` take ``-`` for none. ``active``:
    not closed. ``completed_*`` means closed complete; ``task_done_*``, when the task was closed or, while
    it is not, resolved. ``counted``: those that count for the quality of work. ``managed``: only teams
    that the caller manages or additionally manages; ``led``: these and those the caller coaches, for an
    admin all.
    """

    state: State | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    task: str | None = None
    opportunity: str | None = None
    due_before: AwareDatetime | None = None
    active: bool | None = None
    unassigned: bool | None = None
    survey: str | None = None
    completed_since: AwareDatetime | None = None
    completed_before: AwareDatetime | None = None
    closed_since: AwareDatetime | None = None
    closed_before: AwareDatetime | None = None
    opened_since: AwareDatetime | None = None
    opened_before: AwareDatetime | None = None
    task_done_since: AwareDatetime | None = None
    task_done_before: AwareDatetime | None = None
    rating: Rating | Literal["unrated"] | None = None
    follow_up_open: bool | None = None
    counted: bool | None = None
    managed: bool = False
    led: bool = False
    order: Order = Order.DUE


async def list_assessments(conn: Connection, query: ListAssessments) -> Page[AssessmentView]:
    """Those of the caller's teams, assigned to or about the caller. Raises Forbidden for another team."""
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    teams = await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    within = teams if query.led else None
    if query.managed:
        within = await teams_managed(conn, query.by.person_id)
    given = {name: getattr(query, name) for name in store.Filter._fields if name != "within"}
    shown = store.Filter(**given, within=within)
    place = _place(query.after, query.order)
    me = query.by.person_id
    # where a filter leaves nothing but what is in scope, its index alone answers
    inside = query.team is not None or within is not None or me in (query.coach, query.trainee)
    scope = None if inside else teams
    found = await store.after(conn, scope, me, shown, query.order, place, query.limit + 1)
    items = found[: query.limit]
    next = _cursor(items[-1], query.order) if len(found) > query.limit else None
    return Page(items=[AssessmentView.of(assessment_of(each)) for each in items], next=next)


def _cursor(last: Record, order: Order) -> str:
    at = last[TIME_OF[order]]
    # the order is part of it: a place in one order is none in another
    return encode_cursor(order.value, at.isoformat(), last["id"], str(last["points"]))


def _place(after: str | None, order: Order) -> Place:
    if after is None:
        return Place()
    of, at, id, points = decode_cursor(after, 4)
    try:
        if of == order.value:
            return Place(datetime.fromisoformat(at), id, int(points))
    except ValueError:
        pass
    raise Invalid("after", "must be the `next` of an earlier page of this list, in the same order")
