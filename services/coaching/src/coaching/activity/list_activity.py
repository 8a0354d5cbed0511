"""Query: what happened to an assessment, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel

from coaching.activity import store
from coaching.activity.entry import Kind
from coaching.assessments.access import find_visible
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor, whole_number
from touchline_runtime.transaction import Connection


class ListActivity(PageQuery):
    """Of which assessment."""

    id: str


class ActivityView(BaseModel):
    """Who did what when. ``person_id`` null: the service did. ``text``: a comment, a reason, or the name of
    the opportunity that opened it.
    """

    at: datetime
    person_id: str | None
    kind: Kind
    text: str | None
    details: dict[str, Any]


async def list_activity(conn: Connection, query: ListActivity) -> Page[ActivityView]:
    """For whoever may see the assessment. Raises NotFound, Forbidden."""
    await find_visible(conn, query.id, query.by)
    before = read_cursor(query.after, 1, whole_number)
    rows = await store.entries_before(conn, query.id, before, query.limit + 1)
    shown = rows[: query.limit]
    items = [ActivityView(**{**row, "details": orjson.loads(row["details"])}) for row in shown]
    return Page(items=items, next=encode_cursor(str(shown[-1]["id"])) if len(rows) > query.limit else None)
