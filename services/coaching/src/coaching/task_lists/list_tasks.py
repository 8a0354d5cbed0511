"""Query: the tasks that the caller may see, the last opened first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from asyncpg import Record
from pydantic import AwareDatetime, StringConstraints

from coaching.assessment_lists.store import beside_tasks
from coaching.task_lists import store
from coaching.task_lists.store import Filter, Place
from coaching.task_lists.view import ListedTask
from coaching.task_lists.words import words_of
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection

LONGEST_SEARCH = 200


class ListTasks(PageQuery):
    """Filters are joined by "and"; what ends in ``_before`` is exclusive.

    ``text``: all its words are in the short description, the last one may be the beginning of one; or it is
    a number or the beginning of one. ``agent`` is the person the task is assigned to.
    """

    text: Annotated[str, StringConstraints(max_length=LONGEST_SEARCH)] | None = None
    team: str | None = None
    agent: str | None = None
    kind: str | None = None
    state: str | None = None
    opened_since: AwareDatetime | None = None
    opened_before: AwareDatetime | None = None
    closed_since: AwareDatetime | None = None
    closed_before: AwareDatetime | None = None


async def list_tasks(conn: Connection, query: ListTasks) -> Page[ListedTask]:
    """The tasks of the caller's teams, and the caller's own. Raises Forbidden for another team."""
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    teams = await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    # of one team of theirs the caller sees all: with no scope to check, its index alone answers
    rows = await _found(conn, query, None if query.team is not None else teams)
    shown = rows[: query.limit]
    me = query.by.person_id
    beside = await beside_tasks(conn, [row["number"] for row in shown], teams, me)
    items = [ListedTask.with_assessments(row, beside.get(row["number"], ())) for row in shown]
    more = len(rows) > query.limit
    return Page(
        items=items, next=encode_cursor(items[-1].opened_at.isoformat(), items[-1].id) if more else None
    )


async def _found(conn: Connection, query: ListTasks, teams: Sequence[str] | None) -> list[Record]:
    """One more than the page holds, where there are more."""
    shown = Filter(**{name: getattr(query, name) for name in Filter._fields})
    # no task is closed before it is opened: said to the database, it need not look through all the later ones
    bounds = [each for each in (query.opened_before, query.closed_before) if each is not None]
    shown = shown._replace(opened_before=min(bounds, default=None))
    words = None if query.text is None else words_of(query.text)
    place = read_cursor(query.after, 2, _place) or Place()
    limit = query.limit + 1
    rows = await store.among_newest(conn, teams, query.by.person_id, shown, words, place, limit)
    if words is None or len(rows) == limit:
        return rows
    return await store.among_all(conn, teams, query.by.person_id, shown, words, place, limit)


def _place(opened_at: str, number: str) -> Place:
    return Place(moment(opened_at), number)
