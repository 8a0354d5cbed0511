"""Query: which courses are recommended to a person, and why."""

from __future__ import annotations

from datetime import datetime

from recommender.training.plans import store
from recommender.training.plans.views import PlanContent
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.http import Identifier, Query
from touchline_runtime.transaction import Connection


class ReadTraining(Query):
    """Of the person ``id``."""

    id: Identifier


class Training(PlanContent):
    """The plan of a person. ``changed_at``: since when it has these courses; null: none yet."""

    person_id: str
    changed_at: datetime | None


async def read_training(conn: Connection, query: ReadTraining) -> Training:
    """The plan as it was last looked at. Raises Forbidden for people out of the caller's teams."""
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    found = (await store.find(conn, [query.id])).get(query.id)
    if found is None:
        return Training(person_id=query.id, changed_at=None, gaps=[], courses=[])
    content = PlanContent.model_validate_json(found.content)
    return Training(
        person_id=query.id, changed_at=found.changed_at, gaps=content.gaps, courses=content.courses
    )
