"""How a learning task moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learning.learning_tasks.learning_task import (
    LearningTask,
    State,
    assigned,
    cancel,
    complete,
    due_date,
    start,
)
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TASK = LearningTask("t1", "agent", "c1", NOW + timedelta(days=5), "manager", assessment_id="a1")
SKILLS = (SkillToAdd(skill_id="refunds"),)


def test_a_new_task_tells_who_is_to_take_what_by_when() -> None:
    event = assigned(TASK)
    assert (event.learning_task_id, event.revision, event.person_id) == ("t1", 1, "agent")
    assert (event.due_at, event.assigned_by, event.assessment_id) == (TASK.due_at, "manager", "a1")


def test_the_due_date_follows_from_the_courses_days() -> None:
    assert due_date(None, 5, NOW) == NOW + timedelta(days=5)


def test_a_due_date_asked_for_is_kept() -> None:
    assert due_date(NOW + timedelta(hours=1), 5, NOW) == NOW + timedelta(hours=1)


@pytest.mark.parametrize("days", [-1, 0, 4_000])
def test_a_due_date_in_the_past_or_far_ahead_is_refused(days: int) -> None:
    with pytest.raises(Refusal) as refused:
        due_date(NOW + timedelta(days=days), 5, NOW)
    assert refused.value.field == "due_at"


def test_starting_puts_it_in_progress() -> None:
    task, event = start(TASK)
    assert (task.state, task.revision, event.revision) == ("in_progress", 2, 2)


@pytest.mark.parametrize("state", ["assigned", "in_progress"])
def test_completing_carries_the_skills_that_the_course_awards(state: State) -> None:
    task, event = complete(replace(TASK, state=state), SKILLS, NOW)
    assert (task.state, task.completed_at, task.revision) == ("completed", NOW, 2)
    assert (event.skills, event.completed_at, event.revision) == (SKILLS, NOW, 2)


def test_cancelling_withdraws_it() -> None:
    task, event = cancel(TASK)
    assert (task.state, event.revision) == ("cancelled", 2)


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_a_closed_task_does_not_move_again(state: State) -> None:
    closed = replace(TASK, state=state)
    for move in (start, cancel, lambda task: complete(task, SKILLS, NOW)):
        with pytest.raises(Refusal):
            move(closed)


def test_a_task_in_progress_is_not_started_again() -> None:
    with pytest.raises(Refusal):
        start(replace(TASK, state="in_progress"))
