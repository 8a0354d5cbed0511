"""An assessment and its decisions: open → work in progress → resolved → closed complete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from coaching.assessments.follow_up import FollowUp
from touchline_contracts.coaching import (
    AssessmentOpened,
    AssessmentStarted,
    SkillToAdd,
)
from touchline_contracts.refusal import Refusal


class State(StrEnum):
    """Where an assessment stands."""

    OPEN = "open"
    WORK_IN_PROGRESS = "work_in_progress"
    RESOLVED = "resolved"
    CLOSED_COMPLETE = "closed_complete"
    CLOSED_INCOMPLETE = "closed_incomplete"


CLOSED = frozenset({State.CLOSED_COMPLETE, State.CLOSED_INCOMPLETE})


class Facts(TypedDict):
    """What every event about an assessment says."""

    assessment_id: str
    revision: int
    trainee_id: str
    coach_id: str | None
    team_id: str | None
    task_number: str | None
    skill_id: str | None
    opportunity_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One version of an assessment; ``revision`` counts its changes, from 1.

    It is about a task, or about a skill that the trainee was just given (``skill_id``).
    ``survey_locked``: the opportunity brought the survey, so no other may be taken. ``points`` order a
    coach's queue, the highest first; ``why`` says in words what they were given for.
    """

    id: str
    revision: int
    state: State
    trainee_id: str
    coach_id: str | None
    team_id: str | None
    task_number: str | None
    skill_id: str | None = None
    opportunity_id: str | None
    survey_id: str | None = None
    survey_version: int | None = None
    trainee_survey_id: str | None = None
    trainee_survey_version: int | None = None
    points: int = 0
    why: tuple[str, ...] = ()
    survey_required: bool = False
    survey_locked: bool = False
    survey_taken: bool = False
    score: float | None = None
    rating: str | None = None
    comments: str | None = None
    skills_to_add: tuple[SkillToAdd, ...] = ()
    training: tuple[str, ...] = ()
    follow_up: FollowUp | None = None
    closed_reason: str | None = None
    opened_at: datetime
    due_at: datetime
    warned_at: datetime | None = None
    started_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None

    def opened(self) -> AssessmentOpened:
        """The event of its opening."""
        return AssessmentOpened(**self.facts(), opened_at=self.opened_at, due_at=self.due_at)

    def require_unclosed(self) -> None:
        """Raises Refusal when it is closed."""
        if self.state in CLOSED:
            detail = f"The assessment is {self.state.value.replace('_', ' ')}: nothing of it can be changed."
            raise Refusal("assessment-closed", detail)

    def with_survey(self, survey_id: str, version: int) -> Assessment:
        """With this survey to be taken by the coach. Raises Refusal when it brought another one."""
        self.require_unclosed()
        if survey_id == self.survey_id:
            return self
        self.require_unlocked()
        return replace(self, survey_id=survey_id, survey_version=version)

    def require_unlocked(self) -> None:
        """Raises Refusal when its opportunity says which survey is taken."""
        if self.survey_locked:
            detail = (
                f"The opportunity of this assessment asks for the survey {self.survey_id!r} and no other."
            )
            raise Refusal("survey-locked", detail)

    def started(self, now: datetime) -> Assessment:
        """The trainee is being coached from now on."""
        return replace(self, state=State.WORK_IN_PROGRESS, started_at=now)

    def surveyed(
        self, score: float | None, rating: str | None, now: datetime
    ) -> tuple[Assessment, tuple[AssessmentStarted, ...]]:
        """The coach answered: score 0 to 100 and its rating, neither where a survey has no score.

        The first answers start the work.
        """
        self.require_unclosed()
        by_hand = self.rating if self.score is None else None
        changed = replace(
            self, revision=self.revision + 1, survey_taken=True, score=score, rating=rating or by_hand
        )
        if self.state is not State.OPEN:
            return changed, ()
        started = changed.started(now)
        return started, (AssessmentStarted(**started.facts()),)

    def facts(self) -> Facts:
        """What every event about it says."""
        return {
            "assessment_id": self.id,
            "revision": self.revision,
            "trainee_id": self.trainee_id,
            "coach_id": self.coach_id,
            "team_id": self.team_id,
            "task_number": self.task_number,
            "skill_id": self.skill_id,
            "opportunity_id": self.opportunity_id,
        }
