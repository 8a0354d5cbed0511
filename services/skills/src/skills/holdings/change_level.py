"""Command: a manager raises or lowers the level of a skill that a person holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from skills.holdings.assign_skill import Assigned
from skills.holdings.correct import CorrectHeldSkill, lock_held
from skills.holdings.corrections import set_level
from skills.holdings.store import save_grants, save_revisions
from touchline_runtime.transaction import Transaction


class ChangeLevel(CorrectHeldSkill):
    """The level value to hold the skill at from now on."""

    level: Annotated[int, Field(ge=0, le=1_000_000)]


async def change_level(tx: Transaction, command: ChangeLevel) -> Assigned:
    """Sets the level, and tells nobody where it was so already.

    Raises NotFound, Forbidden, and Refusal as ``set_level`` says.
    """
    opened = await lock_held(tx, command)
    holdings, changed = set_level(opened.holdings, opened.skill, command.level, command.by.person_id, tx.now)
    if changed is not None:
        await save_grants(tx.conn, [changed])
        await save_revisions(tx.conn, [holdings])
        tx.emit(changed)
    return Assigned(person_id=command.id, skill_id=opened.skill.id, level=command.level)
