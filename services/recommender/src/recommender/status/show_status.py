"""Query: how much was learned, how far behind the learner is, and what came of it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from recommender.cases import store as cases
from recommender.catalogue import store as catalogue
from recommender.learning_log import store as learning_log
from recommender.predictions import store as predictions
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class ShowStatus(Query):
    """Takes nothing."""


class RecommenderStatus(BaseModel):
    """``behind`` counts entries of the learning log that are not learned yet.

    ``skills_learned`` counts skills seen on cases, ``skills_known`` those of the catalogue.
    ``threshold``, ``model_version`` and ``learned_at`` are null until the learner has started once.
    """

    cases: int
    log_length: int
    learned_to: int
    behind: int
    skills_learned: int
    skills_known: int
    proposals_made: int
    proposals_open: int
    threshold: float | None
    model_version: str | None
    learned_at: datetime | None


async def show_status(conn: Connection, query: ShowStatus) -> RecommenderStatus:
    """The figures as they are committed."""
    progress = await learning_log.progress(conn)
    made, waiting = await predictions.count(conn)
    return RecommenderStatus(
        cases=await cases.count_finished(conn),
        log_length=progress.log_length,
        learned_to=progress.learned_to,
        behind=progress.log_length - progress.learned_to,
        skills_learned=progress.skills_learned,
        skills_known=await catalogue.count_skills(conn),
        proposals_made=made,
        proposals_open=waiting,
        threshold=progress.threshold,
        model_version=progress.model_version,
        learned_at=progress.updated_at,
    )
