"""Query: where what persons hold is not what the ledger comes to."""

from __future__ import annotations

from skills.holdings.ledger.checking import store
from skills.holdings.ledger.checking.views import Difference
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class ListDifferences(PageQuery):
    """A page compares ``limit`` persons: it may be empty and yet lead to more."""


async def list_differences(conn: Connection, query: ListDifferences) -> Page[Difference]:
    """Differences by person and skill; none at all is how it should be. A page compares as many persons as
    its limit says: it may be empty and yet lead to more.
    """
    after = read_cursor(query.after or None, 1, str)
    persons = await store.persons_after(conn, after, query.limit + 1)
    compared = persons[: query.limit]
    found = await store.differences(conn, compared)
    return Page(items=found, next=encode_cursor(compared[-1]) if len(persons) > query.limit else None)
