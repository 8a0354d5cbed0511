"""Query: level types with their levels."""

from __future__ import annotations

from skills.catalogue import store
from skills.catalogue.views import LevelTypeView
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListLevelTypes(PageQuery):
    """All level types, by id."""


async def list_level_types(conn: Connection, query: ListLevelTypes) -> Page[LevelTypeView]:
    """The level types after the cursor."""
    after = decode_cursor(query.after, 1)[0] if query.after else None
    found = await store.level_types(conn, after=after, limit=query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    return Page(
        items=[LevelTypeView.of(level_type) for level_type in page],
        next=encode_cursor(page[-1].id) if more else None,
    )
