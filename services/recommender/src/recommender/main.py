"""What the recommender service is made of, and how it starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
from recommender.training.recommend_training import RECOMMEND_TRAINING
from touchline_contracts.skills import SkillRejected
from touchline_runtime import settings
from touchline_runtime.service import Service, run

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
    schedules=(MEASURE_GRADES, MEASURE_DRIFT, RECOMMEND_TRAINING),
    companions=("recommender.learner",),
    # Read from the start, cases may come before the rejections of what they show.
    companions_after=(SkillRejected.TOPIC,),
)


class MeaningSettings(BaseSettings):
    """Read from ``TOUCHLINE_MEANING``: whether cases are also read by what they mean."""

    model_config = SettingsConfigDict(env_prefix=settings.PREFIX, extra="ignore")

    meaning: bool = False


def configured(given: MeaningSettings) -> Service:
    """The service, with the enricher beside the learner where that is wanted."""
    if not given.meaning:
        return SERVICE
    return replace(SERVICE, companions=(*SERVICE.companions, "recommender.enricher"))


def main() -> None:
    """Runs the service until it is told to stop."""
    run(configured(settings.load(MeaningSettings)))
