"""Query: the catalogs that apply to the caller, or that are the caller's own."""

from __future__ import annotations

from learning.catalogs import store
from learning.catalogs.views import CatalogView
from touchline_runtime.auth import Role
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListCatalogs(PageQuery):
    """``own`` keeps the caller's own catalogs only."""

    own: bool = False


async def list_catalogs(conn: Connection, query: ListCatalogs) -> Page[CatalogView]:
    """The catalogs after the cursor; a learning administrator sees all."""
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.list_catalogs(
        conn,
        query.by.person_id,
        see_all=query.by.has(Role.LEARNING_ADMIN),
        own=query.own,
        after=after,
        limit=query.limit + 1,
    )
    page, more = found[: query.limit], len(found) > query.limit
    return Page(items=page, next=encode_cursor(page[-1].title, page[-1].id) if more else None)
