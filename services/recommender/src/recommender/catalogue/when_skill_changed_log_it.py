"""Reaction: names and merges of skills go to the learning log, because the model knows skills by them."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.catalogue import store
from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import SkillNamed, SkillsMerged, Told
from touchline_contracts.event import Event
from touchline_contracts.skills import SkillDescribed, SkillEvent, SkillMerged
from touchline_runtime.transaction import Transaction


async def when_skill_changed_log_it(tx: Transaction, events: Sequence[SkillEvent]) -> None:
    """Stands above the projection of the same events: it needs the revisions before them."""
    known = await store.find(tx.conn, {event.skill_id for event in events})
    seen = {skill_id: row.revision for skill_id, row in known.items()}
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        if event.revision < seen.get(event.skill_id, 0):
            continue
        seen[event.skill_id] = event.revision
        if isinstance(event, SkillMerged):
            lessons.append((event, SkillsMerged(event.skill_id, event.into_skill_id)))
        elif isinstance(event, SkillDescribed):
            lessons.append((event, SkillNamed(event.skill_id, event.name, event.description)))
    await append_lessons(tx, lessons)
