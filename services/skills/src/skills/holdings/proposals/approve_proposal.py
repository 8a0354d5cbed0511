"""Command: a manager approves a proposed skill, and the person holds it."""

from __future__ import annotations

from skills.holdings.corrections import EXPIRY, expire
from skills.holdings.holdings import Holdings
from skills.holdings.proposals import store
from skills.holdings.proposals.decide import DecideProposal, Open, open_proposal
from skills.holdings.proposals.proposal import approve
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_grants, save_removals, save_revisions
from touchline_runtime.transaction import Transaction


async def approve_proposal(tx: Transaction, command: DecideProposal) -> Decided:
    """Grants the skill at its lowest level. Raises NotFound, Forbidden, and Refusal as ``approve`` says."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    await save_revisions(tx.conn, [await approve_opened(tx, opened, command.by.person_id, command.comment)])
    return Decided.of(opened.proposal, "approved", tx.now)


async def approve_opened(tx: Transaction, opened: Open, by: str, comment: str) -> Holdings:
    """Approves; the holdings after it, whose revision is still to be saved.

    Raises Refusal as ``approve`` says, before anything is written.
    """
    current, expired = expire(opened.holdings, opened.skill_id, tx.now)
    holdings, approved, granted = approve(current, opened.proposal, opened.skill, by, tx.now)
    if expired is not None:
        await save_removals(tx.conn, [(expired, EXPIRY)])
        tx.emit(expired)
    await store.save_decision(tx.conn, opened.proposal, "approved", by, comment, tx.now)
    tx.emit(approved)
    if granted is not None:
        await save_grants(tx.conn, [granted])
        tx.emit(granted)
    return holdings
