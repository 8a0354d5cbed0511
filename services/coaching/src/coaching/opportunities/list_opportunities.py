"""Queries: the opportunities, and one of them."""

from __future__ import annotations

from coaching.opportunities import store
from coaching.opportunities.view import OpportunityView
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Page, PageQuery, Query, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListOpportunities(PageQuery):
    """``active`` true or false shows only those; without it all are listed."""

    active: bool | None = None


async def list_opportunities(conn: Connection, query: ListOpportunities) -> Page[OpportunityView]:
    """The current version of each opportunity, by id."""
    after = decode_cursor(query.after, 1)[0] if query.after else None
    found = await store.page(conn, query.active, after, query.limit + 1)
    items = [OpportunityView.of(opportunity) for opportunity in found[: query.limit]]
    return Page(items=items, next=encode_cursor(items[-1].id) if len(found) > query.limit else None)


class GetOpportunity(Query):
    """Which opportunity."""

    id: str


async def get_opportunity(conn: Connection, query: GetOpportunity) -> OpportunityView:
    """The current version of an opportunity. Raises NotFound."""
    found = await store.by_ids(conn, [query.id])
    if query.id not in found:
        raise NotFound("opportunity", query.id)
    return OpportunityView.of(found[query.id])
