"""Command: whoever may decide takes a decision back, and the proposal waits again."""

from __future__ import annotations

from skills.holdings.proposals.decide import DecideProposal, open_proposal
from skills.holdings.proposals.store import add_activity, drop_rejections
from skills.holdings.proposals.undo import store
from skills.holdings.proposals.undo.undo import Since, undo
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_removals, save_revisions
from touchline_contracts.skills import Evidence
from touchline_runtime.transaction import Transaction


async def undo_decision(tx: Transaction, command: DecideProposal) -> Decided:
    """Undoes an approval or rejection. Raises NotFound, Forbidden, and Refusal as ``undo`` says."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    proposal, by = opened.proposal, command.by.person_id
    since = Since(
        await store.newest_is_grant(tx.conn, proposal, opened.skill_id),
        await store.rejected_besides(tx.conn, proposal, opened.skill_id),
    )
    holdings, undone, removed = undo(opened.holdings, proposal, opened.skill_id, since, by, tx.now)
    await store.reopen_proposal(tx.conn, proposal.id)
    await drop_rejections(tx.conn, [proposal.id])
    await add_activity(tx.conn, proposal.id, "undone", by, command.comment, tx.now)
    tx.emit(undone)
    if removed is not None:
        await save_removals(tx.conn, [(removed, Evidence(kind="proposal", id=proposal.id))])
        tx.emit(removed)
    await save_revisions(tx.conn, [holdings])
    return Decided.of(proposal, "requested", tx.now)
