"""Command: a manager rejects a proposed skill, for ever unless the rejection is lifted."""

from __future__ import annotations

from skills.holdings.holdings import Holdings
from skills.holdings.proposals import store
from skills.holdings.proposals.decide import DecideProposal, Open, open_proposal
from skills.holdings.proposals.proposal import reject
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_revisions
from touchline_runtime.transaction import Transaction


async def reject_proposal(tx: Transaction, command: DecideProposal) -> Decided:
    """Makes the rejection durable. Raises NotFound, Forbidden, and Refusal as ``reject`` says."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    await save_revisions(tx.conn, [await reject_opened(tx, opened, command.by.person_id, command.comment)])
    return Decided.of(opened.proposal, "rejected", tx.now)


async def reject_opened(tx: Transaction, opened: Open, by: str, comment: str) -> Holdings:
    """Rejects; the holdings after it, whose revision is still to be saved.

    Raises Refusal as ``reject`` says, before anything is written.
    """
    proposal, skill_id = opened.proposal, opened.skill_id
    holdings, rejected = reject(opened.holdings, proposal, skill_id, by, tx.now)
    await store.save_decision(tx.conn, proposal, "rejected", by, comment, tx.now)
    await store.add_rejection(tx.conn, proposal.person_id, skill_id, proposal.id)
    tx.emit(rejected)
    return holdings
