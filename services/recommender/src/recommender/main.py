"""What the recommender service is made of, and how it starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from recommender.cases.store import COUNT_FINISHED
from recommender.catalogue.store import COUNT_SKILLS
from recommender.grades.drift.measure_drift import MEASURE_DRIFT
from recommender.grades.measure_grades import MEASURE_GRADES
from recommender.learning_log.store import COUNT_BEHIND, COUNT_ENTRIES
from recommender.predictions.store import COUNT_MADE, COUNT_OPEN
from recommender.routes import ROUTES
from recommender.standings.store import COUNT_HELD, COUNT_REJECTED
from recommender.subscriptions import SUBSCRIPTIONS
from recommender.training.gaps import TrainingPolicy
from recommender.training.recommend_training import recommending
from touchline_contracts.skills import SkillRejected
from touchline_runtime import settings
from touchline_runtime.service import Service, run

MEASURING = (MEASURE_GRADES, MEASURE_DRIFT)
SERVICE = Service(
    name="recommender",
    title="Recommender",
    subscriptions=SUBSCRIPTIONS,
    routes=ROUTES,
    migrations=Path(__file__).parent / "migrations",
    counts={
        "finished tasks seen": COUNT_FINISHED,
        "entries to learn from": COUNT_ENTRIES,
        "entries not learned yet": COUNT_BEHIND,
        "skills known": COUNT_SKILLS,
        "skills held": COUNT_HELD,
        "skills rejected": COUNT_REJECTED,
        "proposals made": COUNT_MADE,
        "proposals open": COUNT_OPEN,
    },
    schedules=(*MEASURING, recommending()),
    companions=("recommender.learner",),
    # Read from the start, cases may come before the rejections of what they show.
    companions_after=(SkillRejected.TOPIC,),
)


class RecommenderSettings(BaseSettings):
    """Read from ``TOUCHLINE_…``. ``meaning``: whether cases are also read by what they mean. The training
    policy's values are explained at TrainingPolicy; each gap more doubles the sets of courses to go through.
    """

    model_config = SettingsConfigDict(env_prefix=settings.PREFIX, extra="ignore")

    meaning: bool = False
    training_need_tasks: Annotated[int, Field(ge=1, le=10_000)] = 3
    training_need_share: Annotated[float, Field(gt=0, le=1)] = 0.05
    training_low_score: Annotated[float, Field(ge=0, le=100)] = 60.0
    training_gaps: Annotated[int, Field(ge=1, le=10)] = 8

    def training(self) -> TrainingPolicy:
        """What is a gap, and how many are closed at a time."""
        return TrainingPolicy(
            need_tasks=self.training_need_tasks,
            need_share=self.training_need_share,
            low_score=self.training_low_score,
            most=self.training_gaps,
        )


def configured(given: RecommenderSettings) -> Service:
    """The service, with the enricher beside the learner where that is wanted."""
    enricher = ("recommender.enricher",) if given.meaning else ()
    return replace(
        SERVICE,
        companions=(*SERVICE.companions, *enricher),
        schedules=(*MEASURING, recommending(given.training())),
    )


def main() -> None:
    """Runs the service until it is told to stop."""
    run(configured(settings.load(RecommenderSettings)))
