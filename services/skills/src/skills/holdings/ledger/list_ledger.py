"""Query: every change of what a person holds, newest first."""

from __future__ import annotations

from skills.holdings.ledger import store
from skills.holdings.views import LedgerEntry
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor, whole_number
from touchline_runtime.transaction import Connection

_NEWEST = 2**63 - 1


class ListLedger(PageQuery):
    """The ledger of the person ``id``."""

    id: str


async def list_ledger(conn: Connection, query: ListLedger) -> Page[LedgerEntry]:
    """Ledger entries. Raises Forbidden unless it is the caller or somebody of the caller's teams."""
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    before = read_cursor(query.after or None, 1, whole_number)
    found = await store.list_ledger(conn, query.id, _NEWEST if before is None else before, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=page, next=encode_cursor(str(page[-1].revision)) if more else None)
