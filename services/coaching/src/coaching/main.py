"""The coaching service: settings in, wiring, start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from coaching.assessments import store as assessments
from coaching.expiry.expire_assessments import expire_assessments
from coaching.known_courses import store as known_courses
from coaching.known_skills import store as known_skills
from coaching.matches import store as matches
from coaching.opportunities import store as opportunities
from coaching.retention.drop_old_tasks import drop_old_tasks
from coaching.routes import ROUTES
from coaching.subscriptions import SUBSCRIPTIONS
from coaching.surveys import store as surveys
from coaching.tasks import store as tasks
from touchline_runtime import settings
from touchline_runtime.schedule import Schedule
from touchline_runtime.service import Service, run

SERVICE = Service(
    name="coaching",
    title="Coaching",
    subscriptions=SUBSCRIPTIONS,
    routes=ROUTES,
    migrations=Path(__file__).parent / "migrations",
    schedules=(Schedule("expire_assessments", timedelta(seconds=10), expire_assessments),),
    counts={
        "tasks": tasks.COUNT_TASKS,
        "assessments": assessments.COUNT_ASSESSMENTS,
        "assessments not closed": assessments.COUNT_UNCLOSED,
        "assessments without a coach": assessments.COUNT_UNASSIGNED,
        "assessments completed": assessments.COUNT_COMPLETED,
        "matches": matches.COUNT_MATCHES,
        "matches not sampled (controls)": matches.COUNT_UNSAMPLED,
        "matches over a limit or capacity": matches.COUNT_LIMITED,
        "matches waiting for the directory": matches.COUNT_WAITING,
        "opportunities in force": opportunities.COUNT_ACTIVE,
        "skills known": known_skills.COUNT_SKILLS,
        "courses known": known_courses.COUNT_COURSES,
        "surveys": surveys.COUNT_SURVEYS,
    },
)


class CoachingSettings(BaseSettings):
    """Read from ``TOUCHLINE_…``. ``assessments_expire``: close those past their due date.

    ``task_retention_days``: how long a closed task is kept; 0 is for ever.
    """

    model_config = SettingsConfigDict(env_prefix=settings.PREFIX, extra="ignore")

    assessments_expire: bool = True
    task_retention_days: Annotated[int, Field(ge=0, le=36_500)] = 730


def service(given: CoachingSettings) -> Service:
    """The service as these settings want it."""
    schedules = SERVICE.schedules if given.assessments_expire else ()
    if given.task_retention_days:
        schedules += (drop_old_tasks(timedelta(days=given.task_retention_days)),)
    return replace(SERVICE, schedules=schedules)


def main() -> None:
    """Runs the service until it is told to stop."""
    run(service(settings.load(CoachingSettings)))
