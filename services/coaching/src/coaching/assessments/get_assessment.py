"""Query: one assessment with all that its form shows."""

from __future__ import annotations

from coaching.assessments.access import find_visible
from coaching.assessments.view import AssessmentDetail
from coaching.taken_surveys.store import drafts_of, taken
from coaching.tasks import store as tasks
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class GetAssessment(Query):
    """Which assessment."""

    id: str


async def get_assessment(conn: Connection, query: GetAssessment) -> AssessmentDetail:
    """The assessment. Raises NotFound, and Forbidden when it is of a team that is not the caller's."""
    assessment = await find_visible(conn, query.id, query.by)
    task = await tasks.task(conn, assessment.task_number) if assessment.task_number else None
    me = query.by.person_id
    mine = await drafts_of(conn, query.id, me)
    return AssessmentDetail.to_read(assessment, await taken(conn, query.id), mine, task, me)
