"""Command: a manager takes a skill away that a person should not hold, or holds no longer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from skills.holdings.correct import CorrectHeldSkill, lock_held
from skills.holdings.corrections import remove
from skills.holdings.store import save_removals, save_revisions
from touchline_contracts.event import LONGEST_TEXT
from touchline_contracts.skills import Evidence
from touchline_runtime.transaction import Transaction


class RemoveSkill(CorrectHeldSkill):
    """Why, for the ledger."""

    reason: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=r"\S", description="Not only spaces")]


async def remove_skill(tx: Transaction, command: RemoveSkill) -> None:
    """Removes it; the ledger keeps that it was held, and why it went. It may be awarded again.

    Raises NotFound, Forbidden, and Refusal ``not-held``.
    """
    opened = await lock_held(tx, command)
    holdings, removed = remove(opened.holdings, opened.skill.id, command.reason, command.by.person_id, tx.now)
    await save_removals(tx.conn, [(removed, Evidence(kind="hand"))])
    await save_revisions(tx.conn, [holdings])
    tx.emit(removed)
