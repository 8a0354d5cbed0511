"""Projection: what persons hold, and what was rejected for them."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.standings import store
from recommender.standings.standing import Standing
from touchline_contracts.skills import PersonSkillEvent
from touchline_runtime.transaction import Transaction


async def when_skill_decided_keep_standing(tx: Transaction, events: Sequence[PersonSkillEvent]) -> None:
    """Applies the decisions in their order, and writes each pair once."""
    pairs = list(dict.fromkeys((event.person_id, event.skill_id) for event in events))
    standings = await store.find(tx.conn, pairs)
    for event in events:
        pair = event.person_id, event.skill_id
        standings[pair] = standings.get(pair, Standing(*pair)).after(event)
    await store.save(tx.conn, standings.values())
