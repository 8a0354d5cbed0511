"""Every SQL statement about learning tasks, and about training that waits for its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from learning.learning_tasks.learning_task import LearningTask
from learning.learning_tasks.views import LearningTaskView
from touchline_runtime.transaction import Connection

ADD_TASK = """
INSERT INTO learning_task (id, person_id, course_id, catalog_id, assessment_id, state, due_at, assigned_by,
    created_at, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (assessment_id, course_id) WHERE state <> 'cancelled' DO NOTHING RETURNING id
"""
SAVE_TASK = "UPDATE learning_task SET state = $2, completed_at = $3, revision = $4 WHERE id = $1"
LOCK_TASK = """
SELECT id, person_id, course_id, due_at, assigned_by, catalog_id, assessment_id, state, completed_at, revision
FROM learning_task WHERE id = $1 FOR UPDATE
"""
TASK = """
SELECT t.id, t.person_id, t.course_id, t.due_at, t.assigned_by, t.catalog_id, t.assessment_id, t.state,
    t.completed_at, t.revision, c.title, p.time_zone, now() AS now
FROM learning_task t JOIN course c ON c.id = t.course_id LEFT JOIN person p ON p.id = t.person_id
WHERE t.id = $1
"""
LIST_TASKS = """
SELECT t.id, t.person_id, t.course_id, t.due_at, t.assigned_by, t.catalog_id, t.assessment_id, t.state,
    t.completed_at, t.revision, c.title, p.time_zone, now() AS now
FROM learning_task t JOIN course c ON c.id = t.course_id LEFT JOIN person p ON p.id = t.person_id
WHERE ($1::text IS NULL OR t.person_id = $1) AND ($2::text IS NULL OR t.state = $2)
  AND ($3::text IS NULL OR t.course_id = $3)
  AND ($4::text[] IS NULL OR t.person_id = $5 OR EXISTS (
        SELECT FROM team_person m
        WHERE m.person_id = t.person_id AND m.part = 'member' AND m.team_id = ANY($4)))
  AND ($6::text IS NULL OR EXISTS (
        SELECT FROM team_person m WHERE m.person_id = t.person_id AND m.part = 'member' AND m.team_id = $6))
  AND ($7::timestamptz IS NULL OR (t.due_at, t.id) > ($7, $8::text))
ORDER BY t.due_at, t.id LIMIT $9
"""
ADD_WAITING_TRAINING = """
INSERT INTO waiting_training (course_id, assessment_id, person_id, decided_by, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""
TAKE_WAITING_TRAINING = """
WITH taken AS (DELETE FROM waiting_training WHERE course_id = $1 RETURNING *)
SELECT course_id, assessment_id, person_id, decided_by FROM taken ORDER BY at, assessment_id
"""
COUNT_OPEN = "SELECT count(*) FROM learning_task WHERE state IN ('assigned', 'in_progress')"
COUNT_COMPLETED = "SELECT count(*) FROM learning_task WHERE state = 'completed'"
COUNT_WAITING_TRAINING = "SELECT count(*) FROM waiting_training"


@dataclass(frozen=True, slots=True)
class Training:
    """A course that an assessment asks its trainee to take."""

    course_id: str
    assessment_id: str
    person_id: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks to list; None does not restrict. ``scope``: the teams whose members ``viewer`` may see."""

    viewer: str
    scope: Sequence[str] | None
    person_id: str | None = None
    state: str | None = None
    course_id: str | None = None
    team_id: str | None = None


async def add_task(conn: Connection, task: LearningTask, now: datetime) -> bool:
    """Writes a new task; False if its assessment has one for the course already."""
    who = task.id, task.person_id, task.course_id, task.catalog_id, task.assessment_id
    how = task.state, task.due_at, task.assigned_by, now, task.revision
    return await conn.fetchval(ADD_TASK, *who, *how) is not None


async def lock_task(conn: Connection, task_id: str) -> LearningTask | None:
    """A task, the caller's alone to change until the end of the transaction."""
    row = await conn.fetchrow(LOCK_TASK, task_id)
    return LearningTask(**row) if row else None


async def save_task(conn: Connection, task: LearningTask) -> None:
    """Writes what can change of a task."""
    await conn.execute(SAVE_TASK, task.id, task.state, task.completed_at, task.revision)


async def read_task(conn: Connection, task_id: str) -> LearningTaskView | None:
    """A task as it stands now."""
    row = await conn.fetchrow(TASK, task_id)
    return _view(row) if row else None


async def list_tasks(
    conn: Connection, wanted: Filter, after: tuple[datetime, str] | None, limit: int
) -> list[LearningTaskView]:
    """Tasks by due date, after (due_at, id)."""
    at, task_id = after or (None, None)
    what = wanted.person_id, wanted.state, wanted.course_id
    who = wanted.scope, wanted.viewer, wanted.team_id
    return [_view(row) for row in await conn.fetch(LIST_TASKS, *what, *who, at, task_id, limit)]


async def keep_waiting(conn: Connection, training: Training, now: datetime) -> None:
    """Remembers training whose course is unknown; the same training is remembered once."""
    names = training.course_id, training.assessment_id, training.person_id, training.decided_by
    await conn.execute(ADD_WAITING_TRAINING, *names, now)


async def take_waiting(conn: Connection, course_id: str) -> list[Training]:
    """Removes and returns the training that waits for a course, oldest first."""
    return [Training(**row) for row in await conn.fetch(TAKE_WAITING_TRAINING, course_id)]


def _view(row: asyncpg.Record) -> LearningTaskView:
    columns = dict(row)
    title, zone, now = columns.pop("title"), columns.pop("time_zone"), columns.pop("now")
    return LearningTaskView.of(LearningTask(**columns), title, now, zone)
