"""Query: who of the caller's teams lacks what, and which courses are recommended to them."""

from __future__ import annotations

from datetime import datetime

from recommender.training.plans import store
from recommender.training.plans.views import PlanContent
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_team, teams_in_scope
from touchline_runtime.http import Identifier, Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class ListTraining(PageQuery):
    """Filters that are not given do not restrict. ``course``: those to whom it is recommended; ``skill``:
    those who lack it, by the id that it has now.
    """

    team: Identifier | None = None
    course: Identifier | None = None
    skill: Identifier | None = None


class TrainingOfPerson(PlanContent):
    """A person with gaps, and the courses for them. ``changed_at``: since when it is these courses."""

    person_id: str
    name: str
    changed_at: datetime


async def list_training(conn: Connection, query: ListTraining) -> Page[TrainingOfPerson]:
    """By name. Raises Forbidden for a team that the caller neither manages nor coaches."""
    teams = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
        teams = [query.team]
    after = read_cursor(query.after, 2, store.Place)
    rows = await store.page(conn, teams, query.course, query.skill, after, query.limit + 1)
    items = [_view(row) for row in rows[: query.limit]]
    if len(rows) <= query.limit:
        return Page(items=items)
    return Page(items=items, next=encode_cursor(items[-1].name, items[-1].person_id))


def _view(row: store.ListedRow) -> TrainingOfPerson:
    content = PlanContent.model_validate_json(row.content)
    return TrainingOfPerson(
        person_id=row.person_id,
        name=row.name,
        changed_at=row.changed_at,
        gaps=content.gaps,
        courses=content.courses,
    )
