"""Reaction: what assessments of whose work scored, and of which task or skill."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.training.copies import store
from recommender.training.copies.latest import latest
from touchline_contracts.coaching import AssessmentCompleted, AssessmentEvent
from touchline_runtime.transaction import Transaction


async def when_assessment_scored_keep_score(tx: Transaction, events: Sequence[AssessmentEvent]) -> None:
    """Keeps each assessment's score; one that is worked on again has none."""
    await store.save_scores(
        tx.conn, [_row(one) for one in latest(events, lambda event: (event.assessment_id,))]
    )


def _row(event: AssessmentEvent) -> store.ScoreRow:
    score, at = None, None
    if isinstance(event, AssessmentCompleted):
        score, at = event.score, event.completed_at
    return store.ScoreRow(
        event.assessment_id,
        event.revision,
        event.trainee_id,
        event.task_number,
        event.skill_id,
        score,
        at,
    )
