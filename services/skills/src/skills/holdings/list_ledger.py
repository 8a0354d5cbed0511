"""Query: every change of what a person holds, newest first."""

from __future__ import annotations

from skills.holdings import store
from skills.holdings.views import LedgerEntry
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection

_NEWEST = 2**63 - 1


class ListLedger(PageQuery):
    """The ledger of the person ``id``."""

    id: str


async def list_ledger(conn: Connection, query: ListLedger) -> Page[LedgerEntry]:
    """Ledger entries. Raises Forbidden unless it is the caller or somebody of the caller's teams."""
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    before = _cursor(query.after) if query.after else _NEWEST
    found = await store.list_ledger(conn, query.id, before, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=page, next=encode_cursor(str(page[-1].revision)) if more else None)


def _cursor(after: str) -> int:
    (revision,) = decode_cursor(after, 1)
    if not revision.isascii() or not revision.isdigit() or int(revision[:20]) > _NEWEST:
        raise Invalid("after", "must be the `next` of an earlier page of this list")
    return int(revision)
