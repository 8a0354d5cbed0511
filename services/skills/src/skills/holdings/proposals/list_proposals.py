"""Query: proposals, newest first, within the caller's teams."""

from __future__ import annotations

from datetime import datetime

from skills.holdings.proposals import store
from skills.holdings.proposals.proposal import State
from skills.holdings.proposals.views import ProposalView
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection


class ListProposals(PageQuery):
    """Filters that are not given do not restrict. ``team`` and ``person`` are ids."""

    state: State | None = None
    person: str | None = None
    team: str | None = None


async def list_proposals(conn: Connection, query: ListProposals) -> Page[ProposalView]:
    """The proposals before the cursor. Raises Forbidden for a person or team out of the caller's scope."""
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    wanted = store.Filter(query.state, query.person, scope, query.team)
    before = read_cursor(query.after, 2, _place) if query.after else None
    found = await store.list_proposals(conn, wanted, before, query.limit + 1)
    page = found[: query.limit]
    more = len(found) > query.limit
    cursor = encode_cursor(page[-1].requested_at.isoformat(), page[-1].id) if more else None
    return Page(items=page, next=cursor)


def _place(requested_at: str, proposal_id: str) -> tuple[datetime, str]:
    return moment(requested_at), proposal_id
