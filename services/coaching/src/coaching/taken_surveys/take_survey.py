"""Command: the coach, or the trainee, answers a survey of an assessment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coaching.assessments import store
from coaching.assessments.access import require_coach, require_trainee
from coaching.assessments.assessment import Assessment
from coaching.assessments.edit import EditAssessment, lock_visible
from coaching.assessments.view import AssessmentView
from coaching.surveys import store as surveys
from coaching.surveys.survey import Result, Survey
from coaching.taken_surveys.store import TakenSurvey, take
from touchline_contracts.refusal import Refusal
from touchline_runtime.http import Identifier
from touchline_runtime.transaction import Transaction


class TakeSurvey(EditAssessment):
    """``answers`` by question id. ``survey_id`` is needed only where the assessment brought no survey."""

    taken_by: Literal["coach", "trainee"]
    answers: Annotated[dict[Identifier, bool | float | str], Field(max_length=100)]
    survey_id: Identifier | None = None


async def take_survey(tx: Transaction, command: TakeSurvey) -> AssessmentView:
    """Stores the answers in place of earlier ones; the coach's fill score and rating and start the work.

    Raises NotFound, Forbidden, and Refusal when it is closed, the survey is locked or an answer is wrong.
    """
    assessment = await lock_visible(tx, command.id, command.by)
    (require_trainee if command.taken_by == "trainee" else require_coach)(command.by, assessment)
    command.require_current(AssessmentView.of(assessment))
    assessment.require_unclosed()
    survey = await _survey(tx, command, assessment)
    if command.taken_by == "trainee":
        await _store_answers(tx, command, survey, survey.result(command.answers))
        return AssessmentView.of(assessment)
    return await _by_coach(tx, command, assessment, survey)


async def _by_coach(
    tx: Transaction, command: TakeSurvey, assessment: Assessment, survey: Survey
) -> AssessmentView:
    surveyed = assessment.with_survey(survey.id, survey.version)
    result = survey.result(command.answers)
    changed, events = surveyed.surveyed(result.score, result.rating, tx.now)
    await _store_answers(tx, command, survey, result)
    await store.change(tx.conn, changed)
    for event in events:
        tx.emit(event)
    return AssessmentView.of(changed)


async def _store_answers(tx: Transaction, command: TakeSurvey, survey: Survey, result: Result) -> None:
    taken = TakenSurvey(
        taken_by=command.taken_by,
        survey_id=survey.id,
        survey_version=survey.version,
        answers=command.answers,
        score=result.score,
        rating=result.rating,
        failed=result.failed,
        person_id=command.by.person_id,
        taken_at=tx.now,
    )
    await take(tx.conn, command.id, taken)


async def _survey(tx: Transaction, command: TakeSurvey, assessment: Assessment) -> Survey:
    """The version that the assessment was opened with, else the newest of the one that is named."""
    brought, version = assessment.survey_id, assessment.survey_version
    if command.taken_by == "trainee" and assessment.trainee_survey_id is not None:
        brought, version = assessment.trainee_survey_id, assessment.trainee_survey_version
        _check_brought(command, brought)
    wanted = command.survey_id or brought
    if wanted is None:
        raise Refusal("no-survey", "must be given: this assessment brought no survey", "survey_id")
    if wanted == brought and version is not None:
        found = await surveys.version(tx.conn, wanted, version)
    else:
        found = await surveys.latest(tx.conn, wanted)
    if found is None:
        raise Refusal("unknown-survey", f"there is no survey {wanted!r}", "survey_id")
    return found


def _check_brought(command: TakeSurvey, brought: str) -> None:
    if command.survey_id not in (None, brought):
        detail = f"The opportunity asks the trainee for the survey {brought!r} and no other."
        raise Refusal("survey-locked", detail)
