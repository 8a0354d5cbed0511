"""Query: proposals, newest or surest first, within the caller's teams."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from skills.holdings.proposals.listing import store
from skills.holdings.proposals.proposal import State
from skills.holdings.proposals.views import ProposalView
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Page, PageQuery, encode_cursor, moment, read_cursor
from touchline_runtime.transaction import Connection


class ListProposals(PageQuery):
    """Filters that are not given do not restrict. ``team``, ``person``, ``skill``, ``decided_by`` are ids.

    ``min_confidence`` is a probability from 0 to 1.
    """

    state: State | None = None
    person: str | None = None
    team: str | None = None
    skill: str | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    decided_by: str | None = None
    order: Literal["newest", "confidence"] = "newest"


async def list_proposals(conn: Connection, query: ListProposals) -> Page[ProposalView]:
    """The proposals before the cursor. Raises Forbidden for a person or team out of the caller's scope."""
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    what = query.skill, query.min_confidence, query.decided_by
    wanted = store.Filter(query.state, query.person, scope, query.team, *what)
    if query.order == "newest":
        newest = read_cursor(query.after or None, 2, _time)
        found = await store.list_newest(conn, wanted, newest, query.limit + 1)
    else:
        surest = read_cursor(query.after or None, 2, _confidence)
        found = await store.list_surest(conn, wanted, surest, query.limit + 1)
    page = found[: query.limit]
    return Page(items=page, next=_cursor(query, page[-1]) if len(found) > query.limit else None)


def _cursor(query: ListProposals, last: ProposalView) -> str:
    place = last.requested_at.isoformat() if query.order == "newest" else repr(last.confidence)
    return encode_cursor(place, last.id)


def _time(requested_at: str, proposal_id: str) -> tuple[datetime, str]:
    return moment(requested_at), proposal_id


def _confidence(confidence: str, proposal_id: str) -> tuple[float, str]:
    return float(confidence), proposal_id
