"""An assessment as HTTP shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from asyncpg import Record
from pydantic import BaseModel, ConfigDict

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.follow_up import FollowUpKind
from coaching.taken_surveys.store import AnswerDraft, TakenSurvey
from coaching.tasks.view import TaskView
from touchline_runtime.http import SkillAtLevel

READERS_OF_TRAINEE_SURVEY = (
    "The trainee alone reads these answers; the coach reads those of at least five trainees together."
)


class FollowUpView(BaseModel):
    """What the coach still has to do; ``done_at`` null: it is not done yet."""

    model_config = ConfigDict(from_attributes=True)

    kind: FollowUpKind
    owner_id: str
    due_on: date
    done_at: datetime | None


class AssessmentView(BaseModel):
    """The current version of an assessment. ``coach_id`` null: nobody is assigned.

    ``points`` order a coach's queue, the highest first; ``why`` says in words what they were given for.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    state: State
    revision: int
    trainee_id: str
    coach_id: str | None
    team_id: str | None
    task_number: str | None
    skill_id: str | None
    opportunity_id: str | None
    survey_id: str | None
    survey_version: int | None
    trainee_survey_id: str | None
    trainee_survey_version: int | None
    points: int
    why: list[str]
    survey_required: bool
    survey_locked: bool
    survey_taken: bool
    score: float | None
    rating: str | None
    comments: str | None
    skills_to_add: list[SkillAtLevel]
    training: list[str]
    follow_up: FollowUpView | None
    closed_reason: str | None
    opened_at: datetime
    due_at: datetime
    warned_at: datetime | None
    started_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, assessment: Assessment) -> AssessmentView:
        """The view of an assessment."""
        return cls.model_validate(assessment)


class TakenSurveyView(BaseModel):
    """Answers by question id, with their score of 0 to 100 and its rating.

    ``failed``: the critical questions that got their worst answer, which made the score 0.
    """

    model_config = ConfigDict(from_attributes=True)

    taken_by: str
    survey_id: str
    survey_version: int
    answers: dict[str, bool | float | str]
    score: float | None
    rating: str | None
    failed: list[str]
    person_id: str
    taken_at: datetime


class AnswerDraftView(BaseModel):
    """Answers by question id that their author has not given yet; they may be incomplete or wrong."""

    model_config = ConfigDict(from_attributes=True)

    taken_by: str
    survey_id: str
    survey_version: int
    answers: dict[str, bool | float | str]
    saved_at: datetime


class AssessmentDetail(AssessmentView):
    """An assessment with all that its form shows.

    ``surveys`` taken: what a trainee answered is shown to that trainee alone. ``drafts``: the reader's own.
    ``task``: its last known snapshot. ``completed_by``: the button that ends it, Save where it was opened
    by hand and Complete assessment where an opportunity opened it; the API has ``PATCH`` to keep what is
    written and ``POST …/complete`` to conclude for both.
    """

    surveys: list[TakenSurveyView]
    drafts: list[AnswerDraftView]
    task: TaskView | None
    readers_of_trainee_survey: str = READERS_OF_TRAINEE_SURVEY
    completed_by: Literal["save", "complete"]

    @classmethod
    def to_read(
        cls,
        assessment: Assessment,
        taken: Iterable[TakenSurvey],
        drafts: Iterable[AnswerDraft],
        task: Record | None,
        reader_id: str,
    ) -> AssessmentDetail:
        """The view for one reader; ``drafts`` are theirs."""
        shown = [each for each in taken if each.taken_by == "coach" or each.person_id == reader_id]
        return cls(
            **dict(AssessmentView.of(assessment)),
            surveys=[TakenSurveyView.model_validate(each) for each in shown],
            drafts=[AnswerDraftView.model_validate(each) for each in drafts],
            task=TaskView.of(task) if task else None,
            completed_by="complete" if assessment.opportunity_id else "save",
        )
