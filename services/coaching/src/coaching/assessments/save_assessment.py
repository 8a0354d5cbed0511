"""Command: the coach keeps what is written so far."""

from __future__ import annotations

from pydantic import AwareDatetime

from coaching.assessments.check_outcome import check_outcome
from coaching.assessments.edit import happened, keep, lock_for_coach
from coaching.assessments.form import fields_changed, save
from coaching.assessments.shapes import WriteForm
from coaching.assessments.view import AssessmentView
from coaching.surveys.find_survey import find_survey
from coaching.surveys.survey import SurveyRef
from touchline_runtime.http import Identifier
from touchline_runtime.transaction import Transaction


class SaveAssessment(WriteForm):
    """Only what is given changes; null empties it. ``survey_id`` is the survey that the coach will take,
    where the opportunity brought none.
    """

    due_at: AwareDatetime | None = None
    survey_id: Identifier | None = None


async def save_assessment(tx: Transaction, command: SaveAssessment) -> AssessmentView:
    """Saves; the first time starts the work. Nothing is published of it until it is resolved or completed.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal naming what cannot be saved.
    """
    assessment = await lock_for_coach(tx, command)
    assessment.require_unclosed()
    form = await check_outcome(tx.conn, assessment, command.form())
    if "due_at" in command.model_fields_set:
        form["due_at"] = command.due_at
    if "survey_id" in command.model_fields_set:
        survey = await find_survey(tx.conn, command.survey_id)
        form["survey"] = SurveyRef(survey.id, survey.version) if survey else None
    changed, events = save(assessment, form, tx.now)
    if changed is assessment:
        return AssessmentView.of(assessment)
    entries = [happened(tx, command, "started") for _ in events]
    fields = {"fields": fields_changed(assessment, changed)}
    entries.append(happened(tx, command, "saved", details=fields))
    return await keep(tx, changed, events, entries)
