"""What happens to an assessment besides being completed: another coach, no outcome, work on it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from coaching.assessments.assessment import CLOSED, Assessment, State
from coaching.assessments.warning import without_warning
from coaching.opportunities.opportunity import DAYS_UNTIL_DUE
from touchline_contracts.coaching import (
    AssessmentClosedIncomplete,
    AssessmentReassigned,
    AssessmentReopened,
)
from touchline_contracts.refusal import Refusal


def reassign(assessment: Assessment, coach_id: str) -> tuple[Assessment, AssessmentReassigned | None]:
    """Another coach takes over, or the first one is found. None: it is this coach's already.

    Raises Refusal when it is closed, or when the coach would be the trainee.
    """
    assessment.require_unclosed()
    if coach_id == assessment.trainee_id:
        raise Refusal("own-trainee", "must be another person: nobody coaches themselves", "coach_id")
    if coach_id == assessment.coach_id:
        return assessment, None
    changed = replace(assessment, revision=assessment.revision + 1, coach_id=coach_id)
    return changed, AssessmentReassigned(**changed.facts())


def close_incomplete(
    assessment: Assessment, reason: str, now: datetime
) -> tuple[Assessment, AssessmentClosedIncomplete]:
    """It ends without an outcome: no skill is awarded, and no training assigned that was not before.

    Raises Refusal when it is closed.
    """
    assessment.require_unclosed()
    changed = replace(
        assessment,
        revision=assessment.revision + 1,
        state=State.CLOSED_INCOMPLETE,
        closed_reason=reason,
        closed_at=now,
        skills_to_add=(),
        # what went out when it was resolved stays said
        training=assessment.training if assessment.state is State.RESOLVED else (),
    )
    return changed, AssessmentClosedIncomplete(**changed.facts(), reason=reason)


def reopen(assessment: Assessment, reason: str, now: datetime) -> tuple[Assessment, AssessmentReopened]:
    """It is worked on again, due in a week where its due date has passed. What was awarded stays awarded.

    Raises Refusal unless it is closed.
    """
    if assessment.state not in CLOSED:
        raise Refusal("not-closed", "The assessment is not closed: go on working on it.")
    changed = replace(
        without_warning(assessment),
        revision=assessment.revision + 1,
        state=State.WORK_IN_PROGRESS if assessment.started_at else State.OPEN,
        due_at=assessment.due_at if assessment.due_at > now else now + timedelta(days=DAYS_UNTIL_DUE),
        closed_reason=None,
        resolved_at=None,
        closed_at=None,
    )
    return changed, AssessmentReopened(**changed.facts(), reason=reason)
