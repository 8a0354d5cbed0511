"""What the learning service is made of, and how it starts."""

from __future__ import annotations

from pathlib import Path

from learning.catalogs.store import COUNT_CATALOGS
from learning.courses.store import COUNT_COURSES
from learning.known_skills.store import COUNT_KNOWN_SKILLS
from learning.learning_tasks.store import COUNT_COMPLETED, COUNT_OPEN, COUNT_WAITING_TRAINING
from learning.routes import ROUTES
from learning.subscriptions import SUBSCRIPTIONS
from touchline_runtime.service import Service, run

SERVICE = Service(
    name="learning",
    title="Learning",
    subscriptions=SUBSCRIPTIONS,
    routes=ROUTES,
    migrations=Path(__file__).parent / "migrations",
    counts={
        "courses": COUNT_COURSES,
        "catalogs": COUNT_CATALOGS,
        "learning tasks open": COUNT_OPEN,
        "learning tasks completed": COUNT_COMPLETED,
        "skills known": COUNT_KNOWN_SKILLS,
        "training waiting for its course": COUNT_WAITING_TRAINING,
    },
)


def main() -> None:
    """Runs the service until it is told to stop."""
    run(SERVICE)
