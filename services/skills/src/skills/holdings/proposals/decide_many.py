"""Commands: a manager decides many proposals alike, in one transaction, with an answer for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from skills.holdings.holdings import Holdings
from skills.holdings.proposals import store
from skills.holdings.proposals.approve_proposal import approve_opened
from skills.holdings.proposals.decide import Open, open_all
from skills.holdings.proposals.proposal import Proposal, State
from skills.holdings.proposals.reject_proposal import reject_opened
from skills.holdings.proposals.views import Decided, DecidedTogether, Undecided
from skills.holdings.store import save_revisions
from touchline_contracts.refusal import Refusal
from touchline_runtime.auth import Principal, Role
from touchline_runtime.directory import require_person
from touchline_runtime.errors import Forbidden, NotFound, Problem
from touchline_runtime.http import Command, Identifier, LongText
from touchline_runtime.transaction import Connection, Transaction

Decide = Callable[[Transaction, Open, str, str], Awaitable[Holdings]]


class DecideProposals(Command):
    """The same decision about up to 100 proposals, with a comment for each activity stream."""

    ids: Annotated[list[Identifier], Field(min_length=1, max_length=100)]
    comment: Annotated[LongText, Field(description="Shown in each activity stream")] = ""


async def approve_proposals(tx: Transaction, command: DecideProposals) -> DecidedTogether:
    """Approves each that can be, and says of each other why not. An id given twice is decided once."""
    return await _decide(tx, command, "approved", approve_opened)


async def reject_proposals(tx: Transaction, command: DecideProposals) -> DecidedTogether:
    """Rejects each that can be, and says of each other why not. An id given twice is decided once."""
    return await _decide(tx, command, "rejected", reject_opened)


async def _decide(tx: Transaction, command: DecideProposals, state: State, decide: Decide) -> DecidedTogether:
    ids = list(dict.fromkeys(command.ids))
    found = await store.find_proposals(tx.conn, ids)
    problems = await _problems(tx.conn, command.by, ids, found)
    opened = await open_all(tx.conn, [found[id] for id in ids if id not in problems])
    decided: list[Decided] = []
    undecided = [Undecided(id=id, code=said.code, detail=said.detail) for id, said in problems.items()]
    holdings: dict[str, Holdings] = {}
    for one in (opened[id] for id in ids if id in opened):
        person_id = one.proposal.person_id
        one = replace(one, holdings=holdings.get(person_id, one.holdings))
        try:
            holdings[person_id] = await decide(tx, one, command.by.person_id, command.comment)
        except Refusal as refusal:
            undecided.append(Undecided(id=one.proposal.id, code=refusal.code, detail=refusal.detail))
        else:
            decided.append(Decided.of(one.proposal, state, tx.now))
    await save_revisions(tx.conn, [holdings[person_id] for person_id in sorted(holdings)])
    return DecidedTogether(decided=decided, undecided=undecided)


async def _problems(
    conn: Connection, by: Principal, ids: Collection[str], found: Mapping[str, Proposal]
) -> dict[str, Problem]:
    """What keeps the caller from each proposal: there is none, or its person is in no team of theirs."""
    barred: dict[str, Problem] = {}
    for person_id in {proposal.person_id for proposal in found.values()}:
        try:
            await require_person(conn, by, person_id, Role.SKILL_ADMIN)
        except Forbidden as problem:
            barred[person_id] = problem
    return {id: said for id in ids if (said := _problem(id, found.get(id), barred)) is not None}


def _problem(id: str, proposal: Proposal | None, barred: dict[str, Problem]) -> Problem | None:
    return NotFound("proposal", id) if proposal is None else barred.get(proposal.person_id)
