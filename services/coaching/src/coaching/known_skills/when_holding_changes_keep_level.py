"""Projection: who holds which skill at which level."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from coaching.known_skills import store
from coaching.known_skills.store import HeldRow
from touchline_contracts.latest import latest
from touchline_contracts.skills import SkillAssigned, SkillExpired, SkillLevelChanged, SkillRemoved
from touchline_runtime.transaction import Transaction

HoldingEvent = SkillAssigned | SkillLevelChanged | SkillRemoved | SkillExpired
_PAIR = attrgetter("person_id", "skill_id")


async def when_holding_changes_keep_level(tx: Transaction, events: Sequence[HoldingEvent]) -> None:
    """One row a person and skill: what the newest event says. A stale one changes nothing."""
    await store.save_held(tx.conn, [_row(event) for event in latest(events, by=_PAIR)])


def _row(event: HoldingEvent) -> HeldRow:
    if not isinstance(event, SkillAssigned | SkillLevelChanged):
        return HeldRow(event.person_id, event.skill_id, event.revision, None, None)
    given_by = event.evidence.id if event.evidence.kind == "assessment" else None
    return HeldRow(event.person_id, event.skill_id, event.revision, event.level, given_by)
