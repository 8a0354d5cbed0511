"""Query: the assessments that the caller may see, the first due first."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from coaching.assessment_lists import store
from coaching.assessments.assessment import Assessment, State
from coaching.assessments.view import AssessmentView
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListAssessments(PageQuery):
    """Filters are joined by "and"; ``task`` is a task's number; ``due_before`` is exclusive."""

    state: State | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    task: str | None = None
    opportunity: str | None = None
    due_before: AwareDatetime | None = None


async def list_assessments(conn: Connection, query: ListAssessments) -> Page[AssessmentView]:
    """Those of the caller's teams, assigned to or about the caller. Raises Forbidden for another team."""
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.COACHING_ADMIN)
    teams = await teams_in_scope(conn, query.by, Role.COACHING_ADMIN)
    found = await store.after(
        conn, teams, query.by.person_id, _shown(query), _place(query.after), query.limit + 1
    )
    items = found[: query.limit]
    next = _cursor(items[-1]) if len(found) > query.limit else None
    return Page(items=[AssessmentView.of(each) for each in items], next=next)


def _shown(query: ListAssessments) -> store.Filter:
    return store.Filter(
        state=query.state,
        team=query.team,
        trainee=query.trainee,
        coach=query.coach,
        task=query.task,
        opportunity=query.opportunity,
        due_before=query.due_before,
    )


def _cursor(last: Assessment) -> str:
    return encode_cursor(last.due_at.isoformat(), last.id)


def _place(after: str | None) -> tuple[datetime, str] | None:
    if after is None:
        return None
    due_at, id = decode_cursor(after, 2)
    try:
        return datetime.fromisoformat(due_at), id
    except ValueError:
        raise Invalid("after", "must be the `next` of an earlier page of this list") from None
