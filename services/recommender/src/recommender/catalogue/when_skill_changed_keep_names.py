"""Reaction: which skills there are, under which names; the model is told, for it knows skills by them."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.catalogue import store
from recommender.catalogue.skill import Skill, lesson_of
from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import Told
from touchline_contracts.event import Event
from touchline_contracts.skills import SkillEvent, SkillMerged
from touchline_runtime.transaction import Transaction


async def when_skill_changed_keep_names(tx: Transaction, events: Sequence[SkillEvent]) -> None:
    """Rare events: applied one after the other to the rows they concern. A repeat is no lesson."""
    targets = {event.into_skill_id for event in events if isinstance(event, SkillMerged)}
    rows = await store.find(tx.conn, targets | {event.skill_id for event in events})
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        before = rows.get(event.skill_id, Skill(event.skill_id))
        if event.revision < before.revision:
            continue
        rows[event.skill_id] = after = before.after(event, rows)
        if after != before and (lesson := lesson_of(event)) is not None:
            lessons.append((event, lesson))
    await store.save(tx.conn, rows.values())
    for event in events:
        if isinstance(event, SkillMerged) and (into := rows[event.skill_id].merged_into):
            await store.follow_merge(tx.conn, event.skill_id, into)
    await append_lessons(tx, lessons)
