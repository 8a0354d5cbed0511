"""Tells which skills tasks without tags call for; in the learner's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recommender.inferences import store
from recommender.inferences.inference import Inference
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_runtime.transaction import Cause, Transaction


async def tell_inferences(tx: Transaction, inferences: Mapping[str, Inference], model_version: str) -> None:
    """Emits TaskSkillsInferred for the tasks, by number, of which something else holds than was last told."""
    if not inferences:
        return
    known = await store.find(tx.conn, inferences)
    news = {number: one for number, one in inferences.items() if one.skill_ids != known.get(number, [])}
    for number, one in news.items():
        event = TaskSkillsInferred(
            task_number=number,
            skills=one.skills,
            position=one.entry.position,
            model_version=model_version,
            inferred_at=tx.now,
        )
        entry = one.entry
        at = f"{number} at {entry.position}"
        cause = Cause(at, "tell_inferences", entry.correlation_id, entry.traceparent)
        replace(tx, cause=cause).emit(event)
    await store.save(tx.conn, {number: one.skill_ids for number, one in news.items()})
