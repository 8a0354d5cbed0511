"""Command: a manager approves a proposed skill, and the person holds it."""

from __future__ import annotations

from skills.holdings.proposals import store
from skills.holdings.proposals.decide import DecideProposal, open_proposal
from skills.holdings.proposals.proposal import approve
from skills.holdings.proposals.views import Decided
from skills.holdings.store import save_grants, save_revisions
from touchline_runtime.transaction import Transaction


async def approve_proposal(tx: Transaction, command: DecideProposal) -> Decided:
    """Grants the skill at its lowest level. Raises NotFound, Forbidden, and Refusal as ``approve`` says."""
    opened = await open_proposal(tx.conn, command.by, command.id)
    by = command.by.person_id
    holdings, approved, granted = approve(opened.holdings, opened.proposal, opened.skill, by, tx.now)
    await store.save_decision(tx.conn, opened.proposal, "approved", by, command.comment, tx.now)
    tx.emit(approved)
    if granted is not None:
        await save_grants(tx.conn, [granted])
        tx.emit(granted)
    await save_revisions(tx.conn, [holdings])
    return Decided.of(opened.proposal, "approved", tx.now)
