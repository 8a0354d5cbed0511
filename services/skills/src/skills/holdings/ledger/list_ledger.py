"""Query: every change of what a person holds, newest first."""

from __future__ import annotations

from pydantic import AwareDatetime

from skills.holdings.ledger import store
from skills.holdings.ledger.entry import Kind
from skills.holdings.views import LedgerEntry
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor, whole_number
from touchline_runtime.transaction import Connection


class ListLedger(PageQuery):
    """The ledger of the person ``id``. Filters that are not given do not restrict. ``skill``: any id that it
    is known by; ``actor``: a person's id. Entries are from ``since`` on, ``before`` (exclusive).
    """

    id: str
    skill: str | None = None
    kind: Kind | None = None
    evidence_kind: str | None = None
    actor: str | None = None
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None


async def list_ledger(conn: Connection, query: ListLedger) -> Page[LedgerEntry]:
    """Ledger entries. Raises Forbidden unless it is the caller or somebody of the caller's teams, and Invalid
    naming ``before``.
    """
    await require_person(conn, query.by, query.id, Role.SKILL_ADMIN, or_self=True)
    if query.since and query.before and query.before <= query.since:
        raise Invalid("before", "must be later than since")
    wanted = store.Filter(
        query.skill, query.kind, query.evidence_kind, query.actor, query.since, query.before
    )
    place = read_cursor(query.after or None, 1, whole_number)
    found = await store.list_ledger(conn, query.id, wanted, place, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    return Page(items=page, next=encode_cursor(str(page[-1].revision)) if more else None)
