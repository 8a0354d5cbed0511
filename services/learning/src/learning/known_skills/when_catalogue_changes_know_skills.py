"""Reaction: keeps a copy of which skills exist, at which levels."""

from __future__ import annotations

from collections.abc import Sequence

from learning.known_skills import store
from touchline_contracts.skills import SkillChanged, SkillDefined, SkillMerged, SkillRetired
from touchline_runtime.transaction import Transaction

CatalogueEvent = SkillDefined | SkillChanged | SkillMerged | SkillRetired


async def when_catalogue_changes_know_skills(tx: Transaction, events: Sequence[CatalogueEvent]) -> None:
    """Applies each event unless something newer about the skill is known."""
    for event in events:
        if isinstance(event, SkillDefined | SkillChanged):
            await store.save_skill(tx.conn, event)
        else:
            await store.retire_skill(tx.conn, event)
