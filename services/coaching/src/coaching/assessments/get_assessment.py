"""Query: one assessment with the surveys taken for it."""

from __future__ import annotations

from coaching.assessments import store
from coaching.assessments.access import require_visible
from coaching.assessments.view import AssessmentDetail
from coaching.taken_surveys.store import taken
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
    surveys = await taken(conn, query.id)
    return AssessmentDetail.with_surveys(assessment, surveys, query.by.person_id)
