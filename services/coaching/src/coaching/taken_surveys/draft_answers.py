"""Command: answers keep themselves while they are written; nothing is scored, and nobody else sees them."""

from __future__ import annotations

from coaching.assessments.view import AnswerDraftView
from coaching.taken_surveys.store import AnswerDraft, save_draft
from coaching.taken_surveys.survey_to_take import (
    AnswerSurvey,
    lock_to_answer,
    require_answerable,
    survey_to_take,
)
from touchline_runtime.transaction import Transaction


class DraftAnswers(AnswerSurvey):
    """All answers so far, in place of the caller's draft before: any of the survey's questions may be left
    out, and what is written need not be a valid answer yet.
    """


async def draft_answers(tx: Transaction, command: DraftAnswers) -> AnswerDraftView:
    """Stores them until the survey is taken.

    Raises NotFound, Forbidden, and Refusal when it is closed, the survey is locked, or a question is not one
    of the survey's.
    """
    assessment = await lock_to_answer(tx, command)
    require_answerable(command, assessment, tx.now)
    survey = await survey_to_take(tx.conn, command, assessment)
    if command.taken_by == "coach":
        assessment.with_survey(survey.id, survey.version)
    survey.check_known(command.answers)
    draft = AnswerDraft(
        command.taken_by, command.by.person_id, survey.id, survey.version, command.answers, tx.now
    )
    await save_draft(tx.conn, command.id, draft)
    return AnswerDraftView.model_validate(draft)
