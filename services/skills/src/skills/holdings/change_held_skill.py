"""Command: a manager changes at which level, and until when, a person holds a skill."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from skills.holdings.assign_skill import Assigned
from skills.holdings.correct import CorrectHeldSkill, lock_held
from skills.holdings.corrections import Correction, correct
from skills.holdings.store import save_grants, save_revisions
from touchline_runtime.errors import Invalid
from touchline_runtime.transaction import Transaction


class ChangeHeldSkill(CorrectHeldSkill):
    """The level value to hold the skill at, and until when (null: without end). What is not given stays."""

    level: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    valid_until: AwareDatetime | None = None


async def change_held_skill(tx: Transaction, command: ChangeHeldSkill) -> Assigned:
    """Sets level and end, and tells nobody where they were so already.

    Raises NotFound, Forbidden, Invalid naming ``level``, and Refusal as ``correct`` says.
    """
    dated = "valid_until" in command.model_fields_set
    if command.level is None and not dated:
        raise Invalid("level", "nothing to change: give a level, valid_until, or both")
    wanted = Correction(command.level, command.valid_until, keeps_end=not dated)
    opened = await lock_held(tx, command)
    holdings, changed = correct(opened.holdings, opened.skill, wanted, command.by.person_id, tx.now)
    if changed is not None:
        await save_grants(tx.conn, [changed])
        await save_revisions(tx.conn, [holdings])
        tx.emit(changed)
    return Assigned.of(holdings, opened.skill.id)
