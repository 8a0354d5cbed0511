"""Reaction: at which level who holds what."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.training.copies import store
from recommender.training.copies.latest import latest
from touchline_contracts.skills import HeldSkillEvent, PersonSkillEvent
from touchline_runtime.transaction import Transaction


async def when_skill_held_keep_level(tx: Transaction, events: Sequence[PersonSkillEvent]) -> None:
    """Keeps each pair's latest level."""
    await store.save_levels(
        tx.conn, [_row(one) for one in latest(events, lambda event: (event.person_id, event.skill_id))]
    )


def _row(event: PersonSkillEvent) -> store.LevelRow:
    level = event.level if isinstance(event, HeldSkillEvent) else None
    return store.LevelRow(event.person_id, event.skill_id, event.revision, level)
