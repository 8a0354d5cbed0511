"""The warning that an assessment is about to expire, which must come before it is closed for that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from coaching.assessments.assessment import Assessment
from touchline_contracts.coaching import AssessmentDueSoon

NOTICE = timedelta(hours=24)
"""How long before its due date an assessment is warned, and how long after that it stays open at least."""
POINTS = 100
WHY = f"about to expire (+{POINTS})"


def warn(assessment: Assessment, now: datetime) -> tuple[Assessment, AssessmentDueSoon]:
    """It goes to the front of its coach's queue."""
    changed = replace(
        assessment,
        revision=assessment.revision + 1,
        warned_at=now,
        points=assessment.points + POINTS,
        why=(WHY, *assessment.why),
    )
    return changed, AssessmentDueSoon(**changed.facts(), due_at=changed.due_at)


def without_warning(assessment: Assessment) -> Assessment:
    """As before it was warned: for a new due date, or when it is worked on again. The revision stays."""
    if assessment.warned_at is None:
        return assessment
    why = tuple(reason for reason in assessment.why if reason != WHY)
    return replace(assessment, warned_at=None, points=assessment.points - POINTS, why=why)
