"""Query: one task, with its texts."""

from __future__ import annotations

from coaching.tasks import store
from coaching.tasks.view import TaskTextsView
from touchline_runtime.auth import Role
from touchline_runtime.directory import teams_in_scope
from touchline_runtime.errors import Forbidden, NotFound
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class GetTask(Query):
    """Which task."""

    number: str


async def get_task(conn: Connection, query: GetTask) -> TaskTextsView:
    """The task, for its agent, for whom its team is in scope, and for whom an assessment of it concerns.
    Raises NotFound, Forbidden.
    """
    row = await store.task(conn, query.number)
    if row is None:
        raise NotFound("task", query.number)
    me, teams = query.by.person_id, await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    if teams is None or row["team_id"] in teams or row["agent_id"] == me:
        return TaskTextsView.of(row)
    if await store.concerns(conn, query.number, me):
        return TaskTextsView.of(row)
    raise Forbidden("This task belongs to a team that is not yours.")
