"""Query: one assessment with all that its form shows."""

from __future__ import annotations

from coaching.assessments import store
from coaching.assessments.access import require_visible
from coaching.assessments.view import AssessmentDetail
from coaching.taken_surveys.store import drafts_of, taken
from coaching.tasks import store as tasks
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class GetAssessment(Query):
    """Which assessment."""

    id: str


async def get_assessment(conn: Connection, query: GetAssessment) -> AssessmentDetail:
    """The assessment. Raises NotFound, and Forbidden when it is of a team that is not the caller's."""
    assessment = await store.one(conn, query.id)
    if assessment is None:
        raise NotFound("assessment", query.id)
    await require_visible(conn, query.by, assessment)
    task = await tasks.task(conn, assessment.task_number) if assessment.task_number else None
    me = query.by.person_id
    mine = await drafts_of(conn, query.id, me)
    return AssessmentDetail.to_read(assessment, await taken(conn, query.id), mine, task, me)
