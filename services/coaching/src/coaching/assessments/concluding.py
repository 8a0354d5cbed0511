"""What comes of an assessment: the training leaves as it is resolved, the skills as it is completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.form import Form, written
from touchline_contracts.coaching import AssessmentCompleted, AssessmentResolved
from touchline_contracts.refusal import Refusal


def resolve(
    assessment: Assessment, by: str, form: Form, now: datetime
) -> tuple[Assessment, AssessmentResolved]:
    """The training is decided, and goes out. Raises Refusal as ``complete`` does, and when it is resolved."""
    if assessment.state is State.RESOLVED:
        detail = "It is resolved already: its training went out. Complete it when the skills are there."
        raise Refusal("already-resolved", detail)
    concluded = _concluded(assessment, form, now)
    resolved = replace(concluded, revision=assessment.revision + 1, state=State.RESOLVED, resolved_at=now)
    return resolved, AssessmentResolved(**resolved.facts(), training=resolved.training, decided_by=by)


def complete(
    assessment: Assessment, by: str, form: Form, now: datetime
) -> tuple[Assessment, tuple[AssessmentResolved | AssessmentCompleted, ...]]:
    """Closes it with what was saved and what the form changes of it, passing through resolved.

    Raises Refusal when it is closed, its required survey was not taken, or as ``written`` does.
    """
    if assessment.state is State.RESOLVED:
        closed, completed = _completed(_concluded(assessment, form, now), by, now)
        return closed, (completed,)
    through, resolved = resolve(assessment, by, form, now)
    closed, completed = _completed(through, by, now)
    return closed, (resolved, completed)


def _concluded(assessment: Assessment, form: Form, now: datetime) -> Assessment:
    assessment.require_unclosed()
    if assessment.survey_required and not assessment.survey_taken:
        detail = "The coach's survey of this assessment is required: take it first, then go on."
        raise Refusal("survey-not-taken", detail)
    return written(assessment, form, now)


def _completed(resolved: Assessment, by: str, now: datetime) -> tuple[Assessment, AssessmentCompleted]:
    closed = replace(resolved, revision=resolved.revision + 1, state=State.CLOSED_COMPLETE, closed_at=now)
    return closed, AssessmentCompleted(
        **closed.facts(),
        rating=closed.rating,
        score=closed.score,
        skills=closed.skills_to_add,
        completed_at=now,
        decided_by=by,
    )
