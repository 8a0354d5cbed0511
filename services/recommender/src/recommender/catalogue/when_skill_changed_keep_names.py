"""Projection: which skills there are, under which names, and which were merged or retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recommender.catalogue import store
from recommender.catalogue.store import SkillRow
from touchline_contracts.skills import SkillDescribed, SkillEvent, SkillMerged, SkillRetired
from touchline_runtime.transaction import Transaction


async def when_skill_changed_keep_names(tx: Transaction, events: Sequence[SkillEvent]) -> None:
    """Rare events: applied one after the other to the rows they concern."""
    targets = {event.into_skill_id for event in events if isinstance(event, SkillMerged)}
    rows = await store.find(tx.conn, targets | {event.skill_id for event in events})
    for event in events:
        before = rows.get(event.skill_id, SkillRow(event.skill_id))
        if event.revision >= before.revision:
            rows[event.skill_id] = _after(before, event, rows)
    await store.save(tx.conn, rows.values())
    for event in events:
        into = rows[event.skill_id].merged_into
        if isinstance(event, SkillMerged) and into:
            await store.follow_merge(tx.conn, event.skill_id, into)


def _after(before: SkillRow, event: SkillEvent, rows: dict[str, SkillRow]) -> SkillRow:
    after = replace(before, revision=event.revision)
    if isinstance(event, SkillDescribed):
        return replace(after, name=event.name, retired=False, merged_into=None)
    if isinstance(event, SkillMerged):
        target = rows.get(event.into_skill_id)
        return replace(after, merged_into=(target and target.merged_into) or event.into_skill_id)
    return replace(after, retired=True) if isinstance(event, SkillRetired) else after
