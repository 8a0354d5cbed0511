"""Queries: the surveys, and one of them."""

from __future__ import annotations

from coaching.surveys import store
from coaching.surveys.view import SurveyView
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Page, PageQuery, Query, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListSurveys(PageQuery):
    """All surveys."""


async def list_surveys(conn: Connection, query: ListSurveys) -> Page[SurveyView]:
    """The newest version of each survey, by id."""
    after = decode_cursor(query.after, 1)[0] if query.after else None
    found = await store.page(conn, after, query.limit + 1)
    items = [SurveyView.of(survey) for survey in found[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(found) > query.limit else None)


class GetSurvey(Query):
    """Which survey."""

    id: str


async def get_survey(conn: Connection, query: GetSurvey) -> SurveyView:
    """The newest version of a survey. Raises NotFound."""
    survey = await store.latest(conn, query.id)
    if survey is None:
        raise NotFound("survey", query.id)
    return SurveyView.of(survey)
