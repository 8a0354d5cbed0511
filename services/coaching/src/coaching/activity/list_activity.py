"""Query: what happened to an assessment, the newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel

from coaching.activity import store
from coaching.activity.entry import Kind
from coaching.assessments.access import require_visible
from coaching.assessments.store import one
from touchline_runtime.errors import Invalid, NotFound
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection

_LARGEST_ID = 2**63


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
    assessment = await one(conn, query.id)
    if assessment is None:
        raise NotFound("assessment", query.id)
    await require_visible(conn, query.by, assessment)
    rows = await store.entries_before(conn, query.id, _place(query.after), query.limit + 1)
    shown = rows[: query.limit]
    items = [ActivityView(**{**row, "details": orjson.loads(row["details"])}) for row in shown]
    return Page(items=items, next=encode_cursor(str(shown[-1]["id"])) if len(rows) > query.limit else None)


def _place(after: str | None) -> int | None:
    if after is None:
        return None
    (id,) = decode_cursor(after, 1)
    if not (id.isascii() and id.isdecimal() and len(id) < 20 and int(id) < _LARGEST_ID):
        raise Invalid("after", "must be the `next` of an earlier page of this list")
    return int(id)
