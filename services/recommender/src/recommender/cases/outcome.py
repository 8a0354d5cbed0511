"""How much a finished task counts as evidence of skill. Pure."""

from __future__ import annotations

from touchline_contracts.tasks import TaskEvent

REOPENED = 0.5
REASSIGNED_OFTEN = 0.8
BADLY_RATED = 0.5
OFTEN = 3
"""Reassignments from which a task counts as passed around."""

LOWER_PART = 0.5
"""Ratings below this share of their scale are bad."""


def outcome_of(task: TaskEvent) -> float:
    """Between 0 and 1: half for each of the first three reopenings, less for bad ratings and many hands."""
    outcome = REOPENED ** min(task.reopen_count, 3)
    if task.reassignment_count >= OFTEN:
        outcome *= REASSIGNED_OFTEN
    if task.rating is not None:
        share = (task.rating.value - task.rating.scale_min) / (task.rating.scale_max - task.rating.scale_min)
        outcome *= BADLY_RATED if share < LOWER_PART else 1.0
    return outcome
