"""Projection: which skills exist, at which levels, and which others they were merged into."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.known_skills import store
from coaching.known_skills.store import SkillRow
from touchline_contracts.event import json_of
from touchline_contracts.latest import latest
from touchline_contracts.skills import SkillChanged, SkillDefined, SkillMerged, SkillRetired
from touchline_runtime.transaction import Transaction

CatalogueEvent = SkillDefined | SkillChanged | SkillMerged | SkillRetired


async def when_catalogue_changes_know_skills(tx: Transaction, events: Sequence[CatalogueEvent]) -> None:
    """One row a skill: what its newest event says. A stale one changes nothing."""
    await store.save_skills(tx.conn, [_row(event) for event in latest(events)])


def _row(event: CatalogueEvent) -> SkillRow:
    if isinstance(event, SkillDefined | SkillChanged):
        return SkillRow(event.skill_id, event.revision, event.name, json_of(event.levels), None)
    into = event.into_skill_id if isinstance(event, SkillMerged) else None
    return SkillRow(event.skill_id, event.revision, None, "[]", into)
