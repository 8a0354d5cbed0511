"""How learning tasks look over HTTP."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from learning.learning_tasks.colour import Colour, colour, zone_of
from learning.learning_tasks.learning_task import LearningTask, State


class LearningTaskView(BaseModel):
    """A learning task. ``colour`` of an open one: green due later than today, yellow today, red overdue."""

    id: str
    state: State
    colour: Colour | None
    person_id: str
    course_id: str
    course_title: str
    catalog_id: str | None
    assessment_id: str | None
    due_at: datetime
    assigned_by: str | None
    completed_at: datetime | None
    revision: int

    @classmethod
    def of(
        cls, task: LearningTask, course_title: str, now: datetime, time_zone: str | None = None
    ) -> LearningTaskView:
        """The view of a task as it stands at ``now``, in the person's time zone (an IANA name)."""
        return cls(
            id=task.id,
            state=task.state,
            colour=colour(task.state, task.due_at, now, zone_of(time_zone)),
            person_id=task.person_id,
            course_id=task.course_id,
            course_title=course_title,
            catalog_id=task.catalog_id,
            assessment_id=task.assessment_id,
            due_at=task.due_at,
            assigned_by=task.assigned_by,
            completed_at=task.completed_at,
            revision=task.revision,
        )
