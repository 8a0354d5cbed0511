"""Query: predictions that were not proposed, and why, newest first, within the caller's teams."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from skills.holdings.proposals.ignored import store
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection

Reason = Literal["held", "pending", "retired", "rejected"]


class ListIgnoredPredictions(PageQuery):
    """Filters that are not given do not restrict. ``team``, ``person`` and ``skill`` are ids."""

    reason: Reason | None = None
    person: str | None = None
    skill: str | None = None
    team: str | None = None


class IgnoredPrediction(BaseModel):
    """A prediction that was not proposed: at that time the skill was held, pending, retired or rejected."""

    prediction_id: str
    person_id: str
    skill_id: str
    reason: Reason
    at: datetime


async def list_ignored_predictions(
    conn: Connection, query: ListIgnoredPredictions
) -> Page[IgnoredPrediction]:
    """Those before the cursor. Raises Forbidden for a person or team out of the caller's scope."""
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    wanted = store.Filter(query.reason, query.person, query.skill, scope, query.team)
    before = read_cursor(query.after or None, 2, _place)
    found = await store.list_ignored(conn, wanted, before, query.limit + 1)
    page = [IgnoredPrediction(**row) for row in found[: query.limit]]
    if len(found) <= query.limit:
        return Page(items=page)
    return Page(items=page, next=encode_cursor(page[-1].at.isoformat(), page[-1].prediction_id))


def _place(at: str, prediction_id: str) -> tuple[datetime, str]:
    return moment(at), prediction_id
