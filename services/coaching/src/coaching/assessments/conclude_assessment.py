"""Commands: the coach resolves an assessment, and completes it."""

from __future__ import annotations

from coaching.activity.entry import Entry
from coaching.assessments.assessment import Assessment
from coaching.assessments.check_outcome import check_outcome
from coaching.assessments.concluding import complete, resolve
from coaching.assessments.edit import happened, keep, lock_for_coach
from coaching.assessments.form import Form
from coaching.assessments.shapes import WriteForm
from coaching.assessments.view import AssessmentView
from touchline_contracts.coaching import AssessmentResolved
from touchline_runtime.transaction import Transaction


class ResolveAssessment(WriteForm):
    """What is left out is as it was saved."""


async def resolve_assessment(tx: Transaction, command: ResolveAssessment) -> AssessmentView:
    """Publishes the training; the skills wait until it is completed.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal when it is resolved or closed, its required
    survey was not taken, or a skill or course cannot be given.
    """
    assessment = await lock_for_coach(tx, command)
    outcome = await _outcome(tx, command, assessment)
    resolved, event = resolve(assessment, command.by.person_id, outcome, tx.now)
    return await keep(tx, resolved, [event], [_training(tx, command, resolved)])


class CompleteAssessment(WriteForm):
    """What is left out is as it was saved."""


async def complete_assessment(tx: Transaction, command: CompleteAssessment) -> AssessmentView:
    """Publishes the training, unless it was resolved before, and the skills, and closes it.

    Raises NotFound, Forbidden, ChangedMeanwhile, and Refusal when it is closed, its required survey was not
    taken, a skill or course cannot be given, or other training is named once it is resolved.
    """
    assessment = await lock_for_coach(tx, command)
    outcome = await _outcome(tx, command, assessment)
    closed, events = complete(assessment, command.by.person_id, outcome, tx.now)
    entries = [_training(tx, command, closed) for event in events if isinstance(event, AssessmentResolved)]
    skills = [skill.skill_id for skill in closed.skills_to_add]
    came = {"rating": closed.rating, "score": closed.score, "skills": skills}
    entries.append(happened(tx, command, "completed", details=came))
    return await keep(tx, closed, events, entries)


async def _outcome(tx: Transaction, command: WriteForm, assessment: Assessment) -> Form:
    """What was saved is checked again: the trainee may have got a skill, or a course been retired, since."""
    assessment.require_unclosed()
    saved = Form(skills_to_add=assessment.skills_to_add, training=assessment.training)
    return await check_outcome(tx.conn, assessment, saved | command.form())


def _training(tx: Transaction, command: WriteForm, resolved: Assessment) -> Entry:
    return happened(tx, command, "resolved", details={"training": resolved.training})
