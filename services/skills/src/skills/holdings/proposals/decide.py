"""What all decisions about a proposal begin with: may the caller, and how do things stand, under lock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from skills.catalogue.skill import GradedSkill
from skills.catalogue.store import graded, share_catalogue
from skills.holdings.holdings import Holdings
from skills.holdings.proposals import store
from skills.holdings.proposals.proposal import Proposal
from skills.holdings.store import lock_holdings
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Command, LongText
from touchline_runtime.transaction import Connection


class DecideProposal(Command):
    """A decision about the proposal ``id``, with an optional comment for the activity stream."""

    id: str
    comment: Annotated[LongText, Field(description="Shown in the activity stream")] = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A proposal under its person's lock. ``skill`` is None while the catalogue does not know it."""

    proposal: Proposal
    holdings: Holdings
    skill: GradedSkill | None

    @property
    def skill_id(self) -> str:
        """The id the skill goes by today."""
        return self.skill.id if self.skill else self.proposal.skill_id


async def open_proposal(conn: Connection, by: Principal, proposal_id: str) -> Open:
    """Locks the person's holdings. Raises NotFound, or Forbidden for a person outside the caller's teams."""
    found = (await store.find_proposals(conn, [proposal_id])).get(proposal_id)
    if found is None:
        raise NotFound("proposal", proposal_id)
    await require_person(conn, by, found.person_id, Role.SKILL_ADMIN)
    return (await open_all(conn, [found]))[proposal_id]


async def open_all(conn: Connection, proposals: Collection[Proposal]) -> dict[str, Open]:
    """These proposals by id, as they stand once their persons' holdings are locked."""
    await share_catalogue(conn)
    holdings = await lock_holdings(conn, {proposal.person_id for proposal in proposals})
    current = await store.find_proposals(conn, [proposal.id for proposal in proposals])
    skills = await graded(conn, {proposal.skill_id for proposal in current.values()})
    return {
        proposal.id: Open(proposal, holdings[proposal.person_id], skills.get(proposal.skill_id))
        for proposal in current.values()
    }
