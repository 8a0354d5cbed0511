"""Query: the tasks that the caller may see, the last opened first."""

from __future__ import annotations

from datetime import datetime

from coaching.tasks import store
from coaching.tasks.view import TaskView
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListTasks(PageQuery):
    """Filters are joined by "and"; ``agent`` is the person the task is assigned to."""

    team: str | None = None
    agent: str | None = None
    kind: str | None = None


async def list_tasks(conn: Connection, query: ListTasks) -> Page[TaskView]:
    """The tasks of the caller's teams, and the caller's own. Raises Forbidden for another team."""
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    rows = await store.tasks_before(
        conn,
        await teams_in_scope(conn, query.by, Role.COACHING_ADMIN),
        query.by.person_id,
        team=query.team,
        agent=query.agent,
        kind=query.kind,
        before=_place(query.after),
        limit=query.limit + 1,
    )
    items = [TaskView.of(row) for row in rows[: query.limit]]
    more = len(rows) > query.limit
    return Page(
        items=items, next=encode_cursor(items[-1].opened_at.isoformat(), items[-1].id) if more else None
    )


def _place(after: str | None) -> tuple[datetime, str] | None:
    if after is None:
        return None
    opened_at, number = decode_cursor(after, 2)
    try:
        return datetime.fromisoformat(opened_at), number
    except ValueError:
        raise Invalid("after", "must be the `next` of an earlier page of this list") from None
