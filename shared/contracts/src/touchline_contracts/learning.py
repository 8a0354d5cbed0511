"""What the learning service decides, on ``touchline.learning``: courses and learning tasks."""

from __future__ import annotations

from typing import ClassVar

from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.event import Event, Identifier, LongText, Moment, Revision, ShortText


class CourseEvent(Event, frozen=True, kw_only=True):
    """About a course. ``revision`` counts its changes, from 1."""

    TOPIC: ClassVar[str] = "touchline.learning"

    course_id: Identifier
    revision: Revision

    def key(self) -> str:
        return f"course:{self.course_id}"


class CoursePublished(CourseEvent, frozen=True, kw_only=True):
    """A course can be assigned, or its published description changed. Durations are minutes."""

    TYPE: ClassVar[str] = "course.published.v1"

    title: ShortText
    description: LongText = ""
    source: ShortText
    url: ShortText | None = None
    skills: tuple[SkillToAdd, ...] = ()
    estimated_minutes: int | None = None


class CourseRetired(CourseEvent, frozen=True, kw_only=True):
    """A course is not assigned any more."""

    TYPE: ClassVar[str] = "course.retired.v1"


class LearningTaskEvent(Event, frozen=True, kw_only=True):
    """About one person's task to take one course. ``revision`` counts its changes, from 1."""

    TOPIC: ClassVar[str] = "touchline.learning"

    learning_task_id: Identifier
    revision: Revision
    person_id: Identifier
    course_id: Identifier

    def key(self) -> str:
        return f"person:{self.person_id}"


class LearningTaskAssigned(LearningTaskEvent, frozen=True, kw_only=True):
    """A person was asked to take a course."""

    TYPE: ClassVar[str] = "learning_task.assigned.v1"

    due_at: Moment
    assigned_by: Identifier | None = None
    assessment_id: Identifier | None = None


class LearningTaskStarted(LearningTaskEvent, frozen=True, kw_only=True):
    """The person began the course."""

    TYPE: ClassVar[str] = "learning_task.started.v1"


class LearningTaskCompleted(LearningTaskEvent, frozen=True, kw_only=True):
    """The person finished the course; ``skills`` are what it awards."""

    TYPE: ClassVar[str] = "learning_task.completed.v1"

    completed_at: Moment
    skills: tuple[SkillToAdd, ...] = ()


class LearningTaskCancelled(LearningTaskEvent, frozen=True, kw_only=True):
    """The task was withdrawn."""

    TYPE: ClassVar[str] = "learning_task.cancelled.v1"


class LearningTaskDueSoon(LearningTaskEvent, frozen=True, kw_only=True):
    """The due date is near and the task is open."""

    TYPE: ClassVar[str] = "learning_task.due_soon.v1"

    due_at: Moment


class LearningTaskOverdue(LearningTaskEvent, frozen=True, kw_only=True):
    """The due date has passed and the task is open."""

    TYPE: ClassVar[str] = "learning_task.overdue.v1"

    due_at: Moment
