"""Touchline's own consumer with the skills service's subscriptions, folding its figures meanwhile."""

from __future__ import annotations

from bench.case import Case, Outcome, main
from bench.touchline_worker import consume
from skills.main import SERVICE


async def run(case: Case) -> Outcome:
    """As the skills service does, its schedules included."""
    return await consume(case, SERVICE, SERVICE.schedules)


if __name__ == "__main__":
    main(run)
