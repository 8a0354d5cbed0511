"""What the coaching service decides: assessments, published on ``touchline.coaching``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from touchline_contracts.event import Event, Identifier, LongText, Moment, Revision, ShortText, Value

Percent = Annotated[float, Meta(ge=0, le=100)]


class SkillToAdd(Value, frozen=True, kw_only=True):
    """A skill at a level value; no level means the lowest one of the skill's level type."""

    skill_id: Identifier
    level: Annotated[int, Meta(ge=0)] | None = None


class AssessmentEvent(Event, frozen=True, kw_only=True):
    """What every assessment event says: whose work, by whom it is looked at, for which task or which skill
    that the trainee was given.

    ``revision`` counts the changes of this assessment, from 1.
    """

    TOPIC: ClassVar[str] = "touchline.coaching"

    assessment_id: Identifier
    revision: Revision
    trainee_id: Identifier
    coach_id: Identifier | None = None
    team_id: Identifier | None = None
    task_number: Identifier | None = None
    skill_id: Identifier | None = None
    opportunity_id: Identifier | None = None

    def key(self) -> str:
        return f"assessment:{self.assessment_id}"


class AssessmentOpened(AssessmentEvent, frozen=True, kw_only=True):
    """A coach is asked to look at a piece of work."""

    TYPE: ClassVar[str] = "assessment.opened.v1"

    opened_at: Moment
    due_at: Moment


class AssessmentReassigned(AssessmentEvent, frozen=True, kw_only=True):
    """Another coach took over (or the first one was found)."""

    TYPE: ClassVar[str] = "assessment.reassigned.v1"


class AssessmentStarted(AssessmentEvent, frozen=True, kw_only=True):
    """The trainee is being coached."""

    TYPE: ClassVar[str] = "assessment.started.v1"


class AssessmentResolved(AssessmentEvent, frozen=True, kw_only=True):
    """Training was decided: the learning service opens a task for each course."""

    TYPE: ClassVar[str] = "assessment.resolved.v1"

    training: tuple[Identifier, ...] = ()
    decided_by: Identifier


class AssessmentCompleted(AssessmentEvent, frozen=True, kw_only=True):
    """The assessment is closed complete: the skills service awards the skills."""

    TYPE: ClassVar[str] = "assessment.completed.v1"

    rating: ShortText | None = None
    score: Percent | None = None
    skills: tuple[SkillToAdd, ...] = ()
    completed_at: Moment
    decided_by: Identifier


class AssessmentClosedIncomplete(AssessmentEvent, frozen=True, kw_only=True):
    """The assessment ended without being completed."""

    TYPE: ClassVar[str] = "assessment.closed_incomplete.v1"

    reason: LongText


class AssessmentReopened(AssessmentEvent, frozen=True, kw_only=True):
    """A closed assessment is worked on again. What was awarded stays and is not awarded twice."""

    TYPE: ClassVar[str] = "assessment.reopened.v1"

    reason: LongText


class AssessmentDueSoon(AssessmentEvent, frozen=True, kw_only=True):
    """The due date is near; an assessment not resolved by then is closed incomplete, though not before a day
    has passed since this.
    """

    TYPE: ClassVar[str] = "assessment.due_soon.v1"

    due_at: Moment
