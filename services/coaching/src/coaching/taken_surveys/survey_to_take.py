"""Which survey is answered: the one that the assessment brought, else the one that is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from coaching.assessments.access import require_coach, require_trainee
from coaching.assessments.assessment import Assessment, State
from coaching.assessments.edit import lock_visible
from coaching.surveys import store as surveys
from coaching.surveys.survey import Survey
from touchline_contracts.refusal import Refusal
from touchline_runtime.http import Command, Identifier
from touchline_runtime.transaction import Connection, Transaction

ANSWERED_AFTERWARDS = timedelta(days=14)
"""So long after it was completed the trainee may say how the coaching was."""


class AnswerSurvey(Command):
    """``answers`` by question id. ``survey_id`` is needed only where the assessment brought no survey."""

    id: Identifier
    taken_by: Literal["coach", "trainee"]
    answers: Annotated[dict[Identifier, bool | float | str], Field(max_length=100)]
    survey_id: Identifier | None = None


async def lock_to_answer(tx: Transaction, command: AnswerSurvey) -> Assessment:
    """The assessment, locked. Raises NotFound, Forbidden unless the caller is who ``taken_by`` says (an admin
    may answer as the coach).
    """
    assessment = await lock_visible(tx, command.id, command.by)
    (require_trainee if command.taken_by == "trainee" else require_coach)(command.by, assessment)
    return assessment


def require_answerable(command: AnswerSurvey, assessment: Assessment, now: datetime) -> None:
    """Raises Refusal when it is closed. The trainee may answer for 14 days after it was completed: until then
    they cannot know how the coaching ends.
    """
    closed_at = assessment.closed_at
    if command.taken_by == "trainee" and assessment.state is State.CLOSED_COMPLETE and closed_at is not None:
        if now < closed_at + ANSWERED_AFTERWARDS:
            return
        detail = f"It was completed on {closed_at:%Y-%m-%d}: the trainee's survey is answered within 14 days."
        raise Refusal("assessment-closed", detail)
    assessment.require_unclosed()


async def survey_to_take(conn: Connection, command: AnswerSurvey, assessment: Assessment) -> Survey:
    """The version that the assessment was opened with, else the newest of the one that is named.

    Raises Refusal when none is named or it is not there, and when the opportunity asks for another.
    """
    brought, version = assessment.survey_id, assessment.survey_version
    if command.taken_by == "trainee" and assessment.trainee_survey_id is not None:
        brought, version = assessment.trainee_survey_id, assessment.trainee_survey_version
        _check_brought(command, brought)
    wanted = command.survey_id or brought
    if wanted is None:
        raise Refusal("no-survey", "must be given: this assessment brought no survey", "survey_id")
    if wanted == brought and version is not None:
        found = await surveys.version(conn, wanted, version)
    else:
        found = await surveys.latest(conn, wanted)
    if found is None:
        raise Refusal("unknown-survey", f"there is no survey {wanted!r}", "survey_id")
    return found


def _check_brought(command: AnswerSurvey, brought: str) -> None:
    if command.survey_id not in (None, brought):
        detail = f"The opportunity asks the trainee for the survey {brought!r} and no other."
        raise Refusal("survey-locked", detail)
