"""An assessment as HTTP shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.follow_up import FollowUpKind
from coaching.taken_surveys.store import TakenSurvey
from touchline_runtime.http import SkillAtLevel


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
    skills: list[SkillAtLevel]
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


class AssessmentDetail(AssessmentView):
    """An assessment with the surveys taken. What a trainee answered is shown to that trainee alone."""

    surveys: list[TakenSurveyView] = []

    @classmethod
    def with_surveys(
        cls, assessment: Assessment, taken: Iterable[TakenSurvey], reader_id: str
    ) -> AssessmentDetail:
        """The view for one reader."""
        shown = [each for each in taken if each.taken_by == "coach" or each.person_id == reader_id]
        surveys = [TakenSurveyView.model_validate(each) for each in shown]
        return cls.model_validate(assessment).model_copy(update={"surveys": surveys})
