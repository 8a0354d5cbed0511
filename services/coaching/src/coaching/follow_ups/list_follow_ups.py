"""Query: what is to be done after assessments, the first due first."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel

from coaching.assessments.assessment import State
from coaching.assessments.follow_up import FollowUpKind
from coaching.follow_ups import store
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class ListFollowUps(PageQuery):
    """The caller's own, unless a ``team`` is named, or ``led``: everybody's, of the teams that the caller
    leads (for an admin, of all). ``done``: those that were done. ``due_before`` is exclusive.
    """

    team: str | None = None
    led: bool = False
    done: bool = False
    due_before: date | None = None


class FollowUpItem(BaseModel):
    """What ``owner_id`` is to do about the trainee; ``done_at`` null: it is not done yet."""

    assessment_id: str
    assessment_state: State
    trainee_id: str
    coach_id: str | None
    team_id: str | None
    task_number: str | None
    skill_id: str | None
    kind: FollowUpKind
    owner_id: str
    due_on: date
    done_at: datetime | None


async def list_follow_ups(conn: Connection, query: ListFollowUps) -> Page[FollowUpItem]:
    """Open ones unless ``done`` is asked for. Raises Forbidden for a team that the caller does not lead."""
    mine = query.team is None and not query.led
    rows = await store.due_first(
        conn,
        query.by.person_id if mine else None,
        None if mine else await _teams(conn, query),
        done=query.done,
        due_before=query.due_before,
        after=read_cursor(query.after, 2, _place),
        limit=query.limit + 1,
    )
    items = [FollowUpItem(**row) for row in rows[: query.limit]]
    more = len(rows) > query.limit
    next = encode_cursor(items[-1].due_on.isoformat(), items[-1].assessment_id) if more else None
    return Page(items=items, next=next)


async def _teams(conn: Connection, query: ListFollowUps) -> list[str] | None:
    if query.team is None:
        return await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    return [query.team]


def _place(due_on: str, id: str) -> tuple[date, str]:
    return date.fromisoformat(due_on), id
