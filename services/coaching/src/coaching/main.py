"""The coaching service: settings in, wiring, start."""

from __future__ import annotations

from pathlib import Path

from coaching.assessments import store as assessments
from coaching.known_courses import store as known_courses
from coaching.known_skills import store as known_skills
from coaching.matches import store as matches
from coaching.opportunities import store as opportunities
from coaching.routes import ROUTES
from coaching.subscriptions import SUBSCRIPTIONS
from coaching.surveys import store as surveys
from coaching.tasks import store as tasks
from touchline_runtime.service import Service, run

SERVICE = Service(
    name="coaching",
    title="Coaching",
    subscriptions=SUBSCRIPTIONS,
    routes=ROUTES,
    migrations=Path(__file__).parent / "migrations",
    counts={
        "tasks": tasks.COUNT_TASKS,
        "assessments": assessments.COUNT_ASSESSMENTS,
        "assessments not closed": assessments.COUNT_UNCLOSED,
        "assessments without a coach": assessments.COUNT_UNASSIGNED,
        "assessments completed": assessments.COUNT_COMPLETED,
        "matches": matches.COUNT_MATCHES,
        "matches not sampled (controls)": matches.COUNT_UNSAMPLED,
        "matches waiting for the directory": matches.COUNT_WAITING,
        "opportunities in force": opportunities.COUNT_ACTIVE,
        "skills known": known_skills.COUNT_SKILLS,
        "courses known": known_courses.COUNT_COURSES,
        "surveys": surveys.COUNT_SURVEYS,
    },
)


def main() -> None:
    """Runs the service until it is told to stop."""
    run(SERVICE)
