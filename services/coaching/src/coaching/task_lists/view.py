"""A task in a list, with its assessments beside it."""

from __future__ import annotations

from collections.abc import Sequence

from asyncpg import Record
from pydantic import BaseModel

from coaching.assessments.assessment import State
from coaching.tasks.view import TaskView


class AssessmentBeside(BaseModel):
    """An assessment in short. ``coach_id`` null: nobody is assigned."""

    id: str
    state: State
    trainee_id: str
    coach_id: str | None
    rating: str | None


class ListedTask(TaskView):
    """A task with what the caller may see of its assessments, the last opened first, at most 20."""

    assessments: list[AssessmentBeside]

    @classmethod
    def with_assessments(cls, row: Record, beside: Sequence[Record]) -> ListedTask:
        """The view of a stored row."""
        return cls(id=row["number"], **row, assessments=[AssessmentBeside(**each) for each in beside])
