"""Query: who changed a skill, when and how, newest first."""

from __future__ import annotations

import json
from datetime import datetime

from pydantic import BaseModel

from skills.catalogue.history import store
from skills.catalogue.history.entry import Kind
from skills.catalogue.store import find_skills
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor, whole_number
from touchline_runtime.transaction import Connection


class ListHistory(PageQuery):
    """The history of the skill ``id``, or of one also known by it."""

    id: str


class FieldChangeView(BaseModel):
    """A field's value before a change and after it."""

    field: str
    before: str | list[str] | None
    after: str | list[str] | None


class HistoryEntry(BaseModel):
    """One change, after which the skill has ``revision``. ``actor`` is null for a skill that a task named;
    ``skill_id`` is another one for changes of a skill that was merged into this one.
    """

    skill_id: str
    revision: int
    kind: Kind
    changes: list[FieldChangeView]
    actor: str | None
    at: datetime


async def list_history(conn: Connection, query: ListHistory) -> Page[HistoryEntry]:
    """Changes of the skill, and of those that were merged into it. Raises NotFound."""
    if not await find_skills(conn, [query.id]):
        raise NotFound("skill", query.id)
    before = read_cursor(query.after or None, 1, whole_number)
    found = await store.list_history(conn, query.id, before, query.limit + 1)
    page = found[: query.limit]
    items = [HistoryEntry(**{**row, "changes": json.loads(row["changes"])}) for row in page]
    return Page(
        items=items, next=encode_cursor(str(page[-1]["number"])) if len(found) > query.limit else None
    )
