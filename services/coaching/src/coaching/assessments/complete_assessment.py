"""Command: the coach concludes: training to take, skills to add, and the assessment is closed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coaching.assessments import store
from coaching.assessments.check_outcome import check_outcome
from coaching.assessments.edit import EditAssessment, lock_for_coach
from coaching.assessments.outcome import Outcome
from coaching.assessments.view import AssessmentView
from coaching.surveys.survey import Rating
from touchline_contracts.coaching import SkillToAdd
from touchline_runtime.http import Identifier, LongText, SkillAtLevel
from touchline_runtime.transaction import Transaction


class CompleteAssessment(EditAssessment):
    """``rating`` only where no survey was taken. ``training`` are course ids."""

    skills_to_add: Annotated[list[SkillAtLevel], Field(max_length=50)] = []
    training: Annotated[list[Identifier], Field(max_length=50)] = []
    rating: Rating | None = None
    comments: LongText | None = None


async def complete_assessment(tx: Transaction, command: CompleteAssessment) -> AssessmentView:
    """Publishes the training as it passes through resolved, and the skills as it closes.

    Raises NotFound, Forbidden, and Refusal when it is closed, its required survey was not taken, or a skill
    or course cannot be given.
    """
    assessment = await lock_for_coach(tx, command)
    assessment.require_unclosed()
    outcome = await check_outcome(tx.conn, assessment, _outcome(command))
    closed, events = assessment.complete(command.by.person_id, outcome, tx.now)
    await store.change(tx.conn, closed)
    for event in events:
        tx.emit(event)
    return AssessmentView.of(closed)


def _outcome(command: CompleteAssessment) -> Outcome:
    return Outcome(
        rating=command.rating,
        skills=tuple(SkillToAdd(skill_id=s.skill_id, level=s.level) for s in command.skills_to_add),
        training=tuple(command.training),
        comments=command.comments,
    )
