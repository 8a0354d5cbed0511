"""Lets persons hold a skill's target instead of it, however many they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from skills.catalogue.skill import GradedSkill
from skills.holdings.corrections import EXPIRY
from skills.holdings.holdings import Holdings
from skills.holdings.store import save_grants, save_removals, save_revisions
from skills.merging.merge import move
from touchline_contracts.skills import Evidence, SkillRemoved
from touchline_runtime.transaction import Transaction

AT_ONCE = 500
"""Holders between two breaths of the event loop."""


async def move_holders(
    tx: Transaction, holders: Sequence[Holdings], skill_id: str, target: GradedSkill, by: str
) -> None:
    """Moves these holders, who are locked, by a few statements for each 500."""
    for first in range(0, len(holders), AT_ONCE):
        await _move(tx, holders[first : first + AT_ONCE], skill_id, target, by)
        await asyncio.sleep(0)


async def _move(
    tx: Transaction, holders: Sequence[Holdings], skill_id: str, target: GradedSkill, by: str
) -> None:
    moved = [move(person, skill_id, target, by, tx.now) for person in holders]
    raised = [each.raised for each in moved if each.raised is not None]
    merged = Evidence(kind="merge", id=target.id)
    ended = [event for each in moved for event in each.ended]
    await save_removals(tx.conn, [(e, merged if isinstance(e, SkillRemoved) else EXPIRY) for e in ended])
    await save_grants(tx.conn, raised)
    await save_revisions(tx.conn, [each.holdings for each in moved])
    for each in moved:
        for event in each.ended:
            tx.emit(event)
        if each.raised is not None:
            tx.emit(each.raised)
