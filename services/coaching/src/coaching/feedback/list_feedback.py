"""Query: what trainees think of a coach, without anybody learning what one of them answered."""

from __future__ import annotations

from coaching.feedback import store
from coaching.feedback.view import SurveyFeedback
from coaching.surveys.store import latest
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_manager_of
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListFeedback(PageQuery):
    """About which coach. There is no filter: it would cut groups into pieces that tell on people."""

    id: str


async def list_feedback(conn: Connection, query: ListFeedback) -> Page[SurveyFeedback]:
    """By survey, for the coach, managers of a team they coach or belong to, and admins. Raises Forbidden."""
    if query.by.person_id != query.id:
        await require_manager_of(conn, query.by, query.id, Role.COACHING_ADMIN)
    after = decode_cursor(query.after, 1)[0] if query.after else None
    found = await store.surveys_after(conn, query.id, after, query.limit + 1)
    shown = found[: query.limit]
    items = [await _feedback(conn, query.id, survey_id) for survey_id in shown]
    return Page(items=items, next=encode_cursor(shown[-1]) if len(found) > query.limit else None)


async def _feedback(conn: Connection, coach_id: str, survey_id: str) -> SurveyFeedback:
    survey = await latest(conn, survey_id)
    assert survey is not None, "a survey that was answered was published, and none is ever withdrawn"
    return SurveyFeedback.of(survey, await store.figures(conn, coach_id, survey_id))
