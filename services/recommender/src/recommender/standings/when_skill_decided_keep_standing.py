"""Reaction: what persons hold and what was rejected for them; the prediction is settled, the model told."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.grades import store as grades
from recommender.grades.verdict import verdict_on
from recommender.learning_log.append_lessons import append_lessons
from recommender.learning_log.entry import Decided, Told
from recommender.predictions import store as predictions
from recommender.predictions.prediction import settled_by
from recommender.standings import store
from recommender.standings.standing import Standing, verdict_of
from touchline_contracts.event import Event
from touchline_contracts.skills import PersonSkillEvent, RejectionLifted
from touchline_runtime.transaction import Transaction


async def when_skill_decided_keep_standing(tx: Transaction, events: Sequence[PersonSkillEvent]) -> None:
    """Applies the decisions in their order, and writes each pair once."""
    pairs = list(dict.fromkeys((event.person_id, event.skill_id) for event in events))
    standings = await store.find(tx.conn, pairs)
    lessons: list[tuple[Event, Told]] = []
    for event in events:
        pair = event.person_id, event.skill_id
        before = standings.get(pair, Standing(*pair))
        if event.revision < before.revision:
            continue
        standings[pair] = before.after(event)
        lessons.append((event, Decided(*pair, verdict_of(event), event.decided_at)))
        if verdict := verdict_on(event):
            await grades.judge(tx.conn, *pair, verdict, event.decided_at)
        if settled := settled_by(event):
            await predictions.settle(tx.conn, *pair, *settled, event.decided_at)
    await store.save(tx.conn, standings.values())
    for event in events:
        if isinstance(event, RejectionLifted):
            await store.lift_merged(tx.conn, event.person_id, event.skill_id)
    await append_lessons(tx, lessons)
