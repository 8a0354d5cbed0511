"""Every SQL statement that writes the copies. What is older than what is known changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from touchline_runtime.transaction import Connection

# What a retired course awards stays known: those who took it were trained for that.
SAVE_COURSES = """
INSERT INTO course AS known (id, published, title, minutes, skills)
SELECT id, published, title, minutes, skills::jsonb
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::integer[], $5::text[])
    AS course(id, published, title, minutes, skills)
ON CONFLICT (id) DO UPDATE
SET published = excluded.published, title = excluded.title, minutes = excluded.minutes,
    skills = excluded.skills
WHERE known.published <= excluded.published
"""
RETIRE_COURSES = """
INSERT INTO course AS known (id, retired) SELECT * FROM unnest($1::text[], $2::bigint[])
ON CONFLICT (id) DO UPDATE SET retired = excluded.retired WHERE known.retired < excluded.retired
"""
SAVE_TASKS = """
INSERT INTO learning_task AS known (id, revision, person_id, course_id, state, completed_at)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
ON CONFLICT (id) DO UPDATE
SET revision = excluded.revision, person_id = excluded.person_id, course_id = excluded.course_id,
    state = excluded.state, completed_at = excluded.completed_at
WHERE known.revision <= excluded.revision
"""
SAVE_SCORES = """
INSERT INTO scored_assessment AS known (id, revision, person_id, task_number, skill_id, score, completed_at)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::float8[],
    $7::timestamptz[])
ON CONFLICT (id) DO UPDATE
SET revision = excluded.revision, person_id = excluded.person_id, task_number = excluded.task_number,
    skill_id = excluded.skill_id, score = excluded.score, completed_at = excluded.completed_at
WHERE known.revision <= excluded.revision
"""
SAVE_LEVELS = """
INSERT INTO held_level AS known (person_id, skill_id, revision, level)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::integer[])
ON CONFLICT (person_id, skill_id) DO UPDATE SET revision = excluded.revision, level = excluded.level
WHERE known.revision <= excluded.revision
"""


class CourseRow(NamedTuple):
    """A course in the revision ``published``. ``skills`` is JSON: what it awards."""

    id: str
    published: int
    title: str
    minutes: int | None
    skills: str


class TaskRow(NamedTuple):
    """A learning task. ``state``: open, completed or cancelled."""

    id: str
    revision: int
    person_id: str
    course_id: str
    state: str
    completed_at: datetime | None


class ScoreRow(NamedTuple):
    """An assessment; no score: it had none, or is worked on again."""

    id: str
    revision: int
    person_id: str
    task_number: str | None
    skill_id: str | None
    score: float | None
    completed_at: datetime | None


class LevelRow(NamedTuple):
    """A skill of a person; no level: no longer held."""

    person_id: str
    skill_id: str
    revision: int
    level: int | None


async def save_courses(conn: Connection, rows: Sequence[CourseRow]) -> None:
    """Writes courses, each once and sorted."""
    await conn.execute(SAVE_COURSES, *map(list, zip(*rows, strict=True)))


async def retire_courses(conn: Connection, revisions: Mapping[str, int]) -> None:
    """Notes in which revision each of the courses was retired."""
    await conn.execute(RETIRE_COURSES, list(revisions), list(revisions.values()))


async def save_tasks(conn: Connection, rows: Sequence[TaskRow]) -> None:
    """Writes learning tasks, each once and sorted."""
    await conn.execute(SAVE_TASKS, *map(list, zip(*rows, strict=True)))


async def save_scores(conn: Connection, rows: Sequence[ScoreRow]) -> None:
    """Writes assessments, each once and sorted."""
    await conn.execute(SAVE_SCORES, *map(list, zip(*rows, strict=True)))


async def save_levels(conn: Connection, rows: Sequence[LevelRow]) -> None:
    """Writes levels, one a pair and sorted."""
    await conn.execute(SAVE_LEVELS, *map(list, zip(*rows, strict=True)))
