"""What the skills service is made of, and how it starts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from skills.catalogue.store import COUNT_LEVEL_TYPES, COUNT_SKILLS
from skills.holdings.expiry.expire_skills import expire_skills
from skills.holdings.proposals.store import COUNT_PROPOSALS
from skills.holdings.store import COUNT_HELD, COUNT_LEDGER, COUNT_WAITING_GRANTS
from skills.overview.holders.fold_holders import fold_holders
from skills.overview.holders.store import COUNT_CHANGES
from skills.overview.holders.weeks.fold_weeks import fold_weeks
from skills.routes import ROUTES
from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.figures.fold_figures import fold_figures
from skills.tasks.figures.store import COUNT_DELTAS
from skills.tasks.store import COUNT_TASKS
from touchline_runtime.schedule import Schedule
from touchline_runtime.service import Service, run

SERVICE = Service(
    name="skills",
    title="Skills",
    subscriptions=SUBSCRIPTIONS,
    routes=ROUTES,
    migrations=Path(__file__).parent / "migrations",
    schedules=(
        Schedule("expire_skills", timedelta(seconds=1), expire_skills),
        Schedule("fold_holders", timedelta(seconds=1), fold_holders),
        Schedule("fold_weeks", timedelta(seconds=1), fold_weeks),
        Schedule("fold_figures", timedelta(seconds=1), fold_figures),
    ),
    counts={
        "tasks": COUNT_TASKS,
        "skills": COUNT_SKILLS,
        "level types": COUNT_LEVEL_TYPES,
        "proposals waiting": COUNT_PROPOSALS,
        "skills held": COUNT_HELD,
        "ledger entries": COUNT_LEDGER,
        "changes of figures to fold": COUNT_DELTAS,
        "changes of holders to fold": COUNT_CHANGES,
        "grants waiting for their skill": COUNT_WAITING_GRANTS,
    },
)


def main() -> None:
    """Runs the service until it is told to stop."""
    run(SERVICE)
