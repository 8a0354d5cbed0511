"""Query: one proposal with its evidence and its activity stream."""

from __future__ import annotations

from skills.holdings.proposals import store
from skills.holdings.proposals.views import ProposalDetail
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class ReadProposal(Query):
    """A proposal by its id."""

    id: str


async def read_proposal(conn: Connection, query: ReadProposal) -> ProposalDetail:
    """The proposal. Raises NotFound, or Forbidden for a person outside the caller's teams."""
    proposal = await store.read_proposal(conn, query.id)
    if proposal is None:
        raise NotFound("proposal", query.id)
    await require_person(conn, query.by, proposal.person_id, Role.SKILL_ADMIN)
    activity = await store.list_activity(conn, query.id)
    return ProposalDetail(**proposal.model_dump(), activity=activity)
