"""Queries: the surveys, their drafts, and one of either."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coaching.surveys import store
from coaching.surveys.view import DraftView, SurveyView
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Page, PageQuery, Query, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListSurveys(PageQuery):
    """All published surveys."""


async def list_surveys(conn: Connection, query: ListSurveys) -> Page[SurveyView]:
    """The newest version of each survey, by id."""
    found = await store.page(conn, _place(query), query.limit + 1)
    items = [SurveyView.of(survey) for survey in found[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(found) > query.limit else None)


class ListDrafts(PageQuery):
    """All drafts."""


async def list_drafts(conn: Connection, query: ListDrafts) -> Page[DraftView]:
    """The drafts, by the id of their survey."""
    found = await store.drafts(conn, _place(query), query.limit + 1)
    items = [DraftView.of(draft) for draft in found[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(found) > query.limit else None)


class GetSurvey(Query):
    """Which survey; without ``version`` its newest one."""

    id: str
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


async def get_survey(conn: Connection, query: GetSurvey) -> SurveyView:
    """A published version of a survey. Raises NotFound."""
    if query.version is None:
        survey = await store.latest(conn, query.id)
    else:
        survey = await store.version(conn, query.id, query.version)
    if survey is None:
        raise NotFound("survey", query.id)
    return SurveyView.of(survey)


class GetDraft(Query):
    """Whose draft."""

    id: str


async def get_draft(conn: Connection, query: GetDraft) -> DraftView:
    """The draft of a survey. Raises NotFound."""
    draft = await store.draft(conn, query.id)
    if draft is None:
        raise NotFound("draft of a survey", query.id)
    return DraftView.of(draft)


def _place(query: PageQuery) -> str | None:
    return decode_cursor(query.after, 1)[0] if query.after else None
