"""What a coach writes on an assessment's form, and saving it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.warning import without_warning
from coaching.surveys.survey import SurveyRef
from touchline_contracts.coaching import AssessmentStarted, SkillToAdd
from touchline_contracts.refusal import Refusal

FIELDS = ("rating", "comments", "skills_to_add", "training", "due_at", "survey_id")
"""What may be written, as an assessment and its callers name it."""


class Form(TypedDict, total=False):
    """What is left out stays as it is. ``survey`` is the one that the coach will take."""

    rating: str | None
    comments: str | None
    skills_to_add: tuple[SkillToAdd, ...]
    training: tuple[str, ...]
    due_at: datetime | None
    survey: SurveyRef | None


def save(
    assessment: Assessment, form: Form, now: datetime
) -> tuple[Assessment, tuple[AssessmentStarted, ...]]:
    """Keeps what is written; the first time starts the work. The same assessment: nothing was changed.

    Raises Refusal as ``written`` does.
    """
    changed = written(assessment, form, now)
    if changed == assessment:
        return assessment, ()
    changed = replace(changed, revision=assessment.revision + 1)
    if assessment.state is not State.OPEN:
        return changed, ()
    started = changed.started(now)
    return started, (AssessmentStarted(**started.facts()),)


def written(assessment: Assessment, form: Form, now: datetime) -> Assessment:
    """With what is written. Raises Refusal, naming the field, for what may not be written on it now."""
    assessment.require_unclosed()
    if "survey" in form:
        assessment = _with_survey(assessment, form["survey"])
    if "due_at" in form:
        assessment = _due(assessment, form["due_at"], now)
    if "rating" in form and form["rating"] != assessment.rating:
        _check_by_hand(assessment)
    if "training" in form and form["training"] != assessment.training and assessment.state is State.RESOLVED:
        detail = "left when the assessment was resolved; complete it, reopen it and name more training then"
        raise Refusal("training-assigned", detail, "training")
    plain = {name: value for name, value in form.items() if name not in ("survey", "due_at")}
    return replace(assessment, **plain)  # type: ignore[arg-type]


def fields_changed(before: Assessment, after: Assessment) -> list[str]:
    """Which fields of the form differ."""
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def _with_survey(assessment: Assessment, survey: SurveyRef | None) -> Assessment:
    if (survey.id if survey else None) == assessment.survey_id:
        return assessment
    if assessment.survey_taken:
        detail = "was taken already: take the other one instead, its answers replace these"
        raise Refusal("survey-taken", detail, "survey_id")
    if survey is not None:
        return assessment.with_survey(survey.id, survey.version)
    assessment.require_unlocked()
    return replace(assessment, survey_id=None, survey_version=None, survey_required=False)


def _due(assessment: Assessment, due_at: datetime | None, now: datetime) -> Assessment:
    if due_at is None:
        raise Refusal("due-missing", "must be a time; leave it out to keep the one there is", "due_at")
    if due_at == assessment.due_at:
        return assessment
    if due_at <= now:
        raise Refusal("due-in-the-past", "must lie in the future", "due_at")
    return replace(without_warning(assessment), due_at=due_at)


def _check_by_hand(assessment: Assessment) -> None:
    if assessment.score is not None:
        raise Refusal("rating-from-survey", "the coach's survey gives the rating; leave it out", "rating")
    if assessment.survey_required and not assessment.survey_taken:
        detail = "the coach's survey is required and gives the rating: take it first"
        raise Refusal("rating-from-survey", detail, "rating")
