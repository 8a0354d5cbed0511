"""Reaction: a decision about a person's skill settles the prediction, and is something to learn from."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import Decided, Told
from recommender.predictions import store
from recommender.predictions.prediction import settled_by
from recommender.standings import store as standings
from touchline_contracts.event import Event
from touchline_contracts.skills import PersonSkillEvent
from touchline_runtime.transaction import Transaction


async def when_skill_decided_settle_prediction(tx: Transaction, events: Sequence[PersonSkillEvent]) -> None:
    """Stands above the projection of the same events: it needs the revisions before them."""
    pairs = list(dict.fromkeys((event.person_id, event.skill_id) for event in events))
    seen = {pair: known.revision for pair, known in (await standings.find(tx.conn, pairs)).items()}
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        pair = event.person_id, event.skill_id
        if event.revision < seen.get(pair, 0):
            continue
        seen[pair] = event.revision
        lessons.append((event, Decided(*pair, event.TYPE.rsplit(".", 1)[0])))
        if settled := settled_by(event):
            await store.settle(tx.conn, *pair, *settled, event.decided_at)
    await append_lessons(tx, lessons)
