"""What undoing a decision about a proposal does: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from skills.holdings.corrections import remove
from skills.holdings.holdings import Holdings, signed
from skills.holdings.proposals.proposal import Proposal
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import DecisionUndone, SkillRemoved

UNDO_FOR = timedelta(minutes=10)
"""After a decision. Later, a rejection is lifted and a skill is removed, and both say so."""


def undo_until(state: str, decided_at: datetime | None) -> datetime | None:
    """The last moment at which a decision can be undone; None where there is none to undo."""
    return decided_at + UNDO_FOR if decided_at and state in ("approved", "rejected") else None


class Since(NamedTuple):
    """What else there is about the person and the skill: whether the ledger ends with the grant of
    the proposal, and whether another proposal of the skill was rejected.
    """

    newest_is_its_grant: bool
    rejected_besides: bool


def undo(
    holdings: Holdings, proposal: Proposal, skill_id: str, since: Since, by: str, at: datetime
) -> tuple[Holdings, DecisionUndone, SkillRemoved | None]:
    """Lets the proposal wait again, without the rejection or the skill that the decision led to.

    The skill goes only if this approval gave it and it is the newest thing that the ledger tells of the
    person and the skill: what was held before, or was raised since, stays.
    Raises Refusal: ``not-decided``, ``undo-too-late``, ``pending-already``, ``rejected-besides``.
    """
    last = undo_until(proposal.state, proposal.decided_at)
    if last is None:
        detail = f"the proposal is {proposal.state}; only an approval or a rejection can be undone"
        raise Refusal("not-decided", detail)
    if at > last:
        instead = "remove the skill" if proposal.state == "approved" else "lift the rejection"
        raise Refusal("undo-too-late", f"it could be undone until {last.isoformat()}; {instead} instead")
    if skill_id in holdings.pending:
        raise Refusal("pending-already", "the skill was proposed for the person anew: decide that proposal")
    if since.rejected_besides:
        detail = "another proposal of the skill was rejected for the person: lift that rejection instead"
        raise Refusal("rejected-besides", detail)
    undone = DecisionUndone(proposal_id=proposal.id, skill_id=skill_id, **signed(holdings, by, at))
    after = replace(
        holdings,
        revision=undone.revision,
        pending=holdings.pending | {proposal.skill_id},
        rejected=holdings.rejected - {skill_id},
    )
    if proposal.state == "rejected" or not since.newest_is_its_grant:
        return after, undone, None
    after, removed = remove(after, skill_id, "The approval that gave it was undone.", by, at, "undone")
    return after, undone, removed
