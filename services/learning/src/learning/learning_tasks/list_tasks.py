"""Query: learning tasks by due date: the caller's own, and those of the caller's teams."""

from __future__ import annotations

from datetime import datetime

from learning.learning_tasks import store
from learning.learning_tasks.learning_task import State
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection


class ListTasks(PageQuery):
    """Filters that are not given do not restrict. ``person``, ``course`` and ``team`` are ids."""

    person: str | None = None
    state: State | None = None
    course: str | None = None
    team: str | None = None


async def list_tasks(conn: Connection, query: ListTasks) -> Page[LearningTaskView]:
    """The tasks after the cursor. Raises Forbidden for a person or team out of the caller's scope."""
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.LEARNING_ADMIN, or_self=True)
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.LEARNING_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.LEARNING_ADMIN)
    wanted = store.Filter(query.by.person_id, scope, query.person, query.state, query.course, query.team)
    after = read_cursor(query.after or None, 2, _place)
    found = await store.list_tasks(conn, wanted, after, query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    return Page(items=page, next=encode_cursor(page[-1].due_at.isoformat(), page[-1].id) if more else None)


def _place(due_at: str, task_id: str) -> tuple[datetime, str]:
    return moment(due_at), task_id
