"""A learning task and how it moves: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.learning import (
    LearningTaskAssigned,
    LearningTaskCancelled,
    LearningTaskCompleted,
    LearningTaskStarted,
)
from touchline_contracts.refusal import Refusal

_LATEST = timedelta(days=3_653)
State = Literal["assigned", "in_progress", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class LearningTask:
    """One person's task to take one course. ``assessment_id``: the assessment that asked for it."""

    id: str
    person_id: str
    course_id: str
    due_at: datetime
    assigned_by: str | None
    catalog_id: str | None = None
    assessment_id: str | None = None
    state: State = "assigned"
    completed_at: datetime | None = None
    revision: int = 1


def due_date(wanted: datetime | None, days_to_complete: int, now: datetime) -> datetime:
    """When the task is due: as wanted, else the course's days after ``now``.

    Raises Refusal for a date in the past or more than ten years ahead.
    """
    if wanted is not None and wanted <= now:
        raise Refusal("due-in-the-past", "the due date lies in the past", "due_at")
    if wanted is not None and wanted > now + _LATEST:
        raise Refusal("due-too-late", "the due date is more than ten years ahead", "due_at")
    return wanted or now + timedelta(days=days_to_complete)


def assigned(task: LearningTask) -> LearningTaskAssigned:
    """The event that a new task leads to."""
    return LearningTaskAssigned(
        learning_task_id=task.id,
        revision=task.revision,
        person_id=task.person_id,
        course_id=task.course_id,
        due_at=task.due_at,
        assigned_by=task.assigned_by,
        assessment_id=task.assessment_id,
    )


def start(task: LearningTask) -> tuple[LearningTask, LearningTaskStarted]:
    """Begins the course. Raises Refusal unless the task is assigned and not begun."""
    if task.state != "assigned":
        raise Refusal("not-startable", f"the learning task is {task.state}, not waiting to be started")
    moved = replace(task, state="in_progress", revision=task.revision + 1)
    return moved, LearningTaskStarted(**_which(moved))


def complete(
    task: LearningTask, skills: tuple[SkillToAdd, ...], now: datetime
) -> tuple[LearningTask, LearningTaskCompleted]:
    """Finishes the course, begun or not; ``skills`` are what it awards. Raises Refusal unless it is open."""
    _refuse_unless_open(task)
    moved = replace(task, state="completed", completed_at=now, revision=task.revision + 1)
    return moved, LearningTaskCompleted(**_which(moved), completed_at=now, skills=skills)


def cancel(task: LearningTask) -> tuple[LearningTask, LearningTaskCancelled]:
    """Withdraws the task. Raises Refusal unless it is open."""
    _refuse_unless_open(task)
    moved = replace(task, state="cancelled", revision=task.revision + 1)
    return moved, LearningTaskCancelled(**_which(moved))


def _refuse_unless_open(task: LearningTask) -> None:
    if task.state not in ("assigned", "in_progress"):
        raise Refusal("not-open", f"the learning task is {task.state} already")


def _which(task: LearningTask) -> dict[str, Any]:
    return {
        "learning_task_id": task.id,
        "revision": task.revision,
        "person_id": task.person_id,
        "course_id": task.course_id,
    }
