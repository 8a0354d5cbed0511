"""Command: a manager lifts a rejection, so that the skill may be proposed again."""

from __future__ import annotations

from skills.holdings.proposals import store
from skills.holdings.proposals.decide import DecideProposal, open_proposal
from skills.holdings.proposals.proposal import lift
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_revisions
from touchline_runtime.transaction import Transaction


async def lift_rejection(tx: Transaction, command: DecideProposal) -> Decided:
    """Forgets the rejection, not the proposal, and others of the same skill by ids that were merged into it.

    Raises NotFound, Forbidden, and Refusal as ``lift`` says.
    """
    opened = await open_proposal(tx.conn, command.by, command.id)
    by = command.by.person_id
    holdings, lifted = lift(opened.holdings, opened.proposal, opened.skill_id, by, tx.now)
    await store.lift_rejections(tx.conn, opened.proposal, by, command.comment, tx.now)
    await save_revisions(tx.conn, [holdings])
    tx.emit(lifted)
    return Decided.of(opened.proposal, "lifted", tx.now)
