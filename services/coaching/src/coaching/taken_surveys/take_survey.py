"""Command: the coach, or the trainee, answers a survey of an assessment."""

from __future__ import annotations

from coaching.activity.store import note
from coaching.assessments.assessment import Assessment
from coaching.assessments.edit import EditAssessment, happened, keep
from coaching.assessments.view import AssessmentView
from coaching.feedback.store import Answered, count_answers
from coaching.surveys.survey import Result, Survey
from coaching.taken_surveys.store import TakenSurvey, drop_drafts, take
from coaching.taken_surveys.survey_to_take import (
    AnswerSurvey,
    lock_to_answer,
    require_answerable,
    survey_to_take,
)
from touchline_runtime.transaction import Transaction


class TakeSurvey(AnswerSurvey, EditAssessment):
    """``answers`` by question id. ``survey_id`` is needed only where the assessment brought no survey."""


async def take_survey(tx: Transaction, command: TakeSurvey) -> AssessmentView:
    """Stores the answers in place of earlier ones and of drafts; the coach's fill score and rating and start
    the work.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal when it is closed, the survey is locked or an
    answer is wrong.
    """
    assessment = await lock_to_answer(tx, command)
    command.require_current(AssessmentView.of(assessment))
    require_answerable(command, assessment, tx.now)
    survey = await survey_to_take(tx.conn, command, assessment)
    if command.taken_by == "coach":
        return await _by_coach(tx, command, assessment, survey)
    await _store_answers(tx, command, survey, survey.result(command.answers))
    if assessment.coach_id is not None:
        answered = Answered(assessment.id, survey.id, assessment.coach_id, assessment.trainee_id)
        reached = {question.id: far for question, far in survey.reached(command.answers).items()}
        await count_answers(tx.conn, answered, reached)
    # what a trainee says of the coach is told to nobody, not even as a score
    said = {"taken_by": "trainee", "survey_id": survey.id}
    await note(tx.conn, [happened(tx, command, "survey_taken", details=said)])
    return AssessmentView.of(assessment)


async def _by_coach(
    tx: Transaction, command: TakeSurvey, assessment: Assessment, survey: Survey
) -> AssessmentView:
    surveyed = assessment.with_survey(survey.id, survey.version)
    result = survey.result(command.answers)
    changed, events = surveyed.surveyed(result.score, result.rating, tx.now)
    await _store_answers(tx, command, survey, result)
    said = {"taken_by": "coach", "survey_id": survey.id, "score": result.score, "rating": changed.rating}
    entries = [happened(tx, command, "started") for _ in events]
    return await keep(tx, changed, events, [*entries, happened(tx, command, "survey_taken", details=said)])


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
    await drop_drafts(tx.conn, command.id, command.taken_by)
