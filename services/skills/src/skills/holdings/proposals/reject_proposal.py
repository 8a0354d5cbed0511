"""Command: a manager rejects a proposed skill, for ever unless the rejection is lifted."""

from __future__ import annotations

from skills.holdings.proposals import store
from skills.holdings.proposals.decide import DecideProposal, open_proposal
from skills.holdings.proposals.proposal import reject
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_revisions
from touchline_runtime.transaction import Transaction


async def reject_proposal(tx: Transaction, command: DecideProposal) -> Decided:
    """Makes the rejection durable. Raises NotFound, Forbidden, and Refusal as ``reject`` says."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    by, person_id = command.by.person_id, opened.proposal.person_id
    holdings, rejected = reject(opened.holdings, opened.proposal, opened.skill_id, by, tx.now)
    await store.save_decision(tx.conn, opened.proposal, "rejected", by, command.comment, tx.now)
    await store.add_rejection(tx.conn, person_id, opened.skill_id, opened.proposal.id)
    await save_revisions(tx.conn, [holdings])
    tx.emit(rejected)
    return Decided.of(opened.proposal, "rejected", tx.now)
