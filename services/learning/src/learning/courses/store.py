"""Every SQL statement about courses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg

from learning.courses.course import Course
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.event import values_of
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

LOCK_COURSES = "SELECT pg_advisory_xact_lock($1)"
SHARE_COURSES = "SELECT pg_advisory_xact_lock_shared($1)"
ADD_COURSE = """
INSERT INTO course (id, title, source, url, body, description, days_to_complete, estimated_minutes, revision,
    published_by, published_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id
"""
ADD_COURSE_SKILL = "INSERT INTO course_skill (course_id, number, skill_id, level) VALUES ($1, $2, $3, $4)"
COURSES_BY_ID = """
SELECT c.id, c.title, c.source, c.url, c.body, c.description, c.days_to_complete, c.estimated_minutes,
    c.revision, s.skills
FROM course c CROSS JOIN LATERAL (
    SELECT coalesce(
        json_agg(json_build_object('skill_id', skill_id, 'level', level) ORDER BY number), '[]'
    )::text AS skills FROM course_skill WHERE course_id = c.id
) s WHERE c.id = ANY($1::text[])
"""
LIST_COURSES = """
SELECT c.id, c.title, c.source, c.url, NULL AS body, c.description, c.days_to_complete, c.estimated_minutes,
    c.revision, s.skills
FROM course c CROSS JOIN LATERAL (
    SELECT coalesce(
        json_agg(json_build_object('skill_id', skill_id, 'level', level) ORDER BY number), '[]'
    )::text AS skills FROM course_skill WHERE course_id = c.id
) s
WHERE ($1::text IS NULL OR strpos(lower(c.title || ' ' || c.description), lower($1)) > 0)
  AND ($2::text IS NULL OR EXISTS (SELECT FROM course_skill k WHERE k.course_id = c.id AND k.skill_id = $2))
  AND ($3::text IS NULL OR (c.title, c.id) > ($3, $4::text))
ORDER BY c.title, c.id LIMIT $5
"""
COUNT_COURSES = "SELECT count(*) FROM course"


async def lock_courses(conn: Connection) -> None:
    """Keeps others from relying on a course being unknown, until the end of the transaction."""
    await conn.execute(LOCK_COURSES, lock_number("learning", "courses"))


async def share_courses(conn: Connection) -> None:
    """Keeps others from publishing courses until the end of the transaction: what is unknown stays so."""
    await conn.execute(SHARE_COURSES, lock_number("learning", "courses"))


async def add_course(conn: Connection, course: Course, by: str, now: datetime) -> bool:
    """Writes a course; False if its id is taken."""
    added = await conn.fetchval(
        ADD_COURSE,
        course.id,
        course.title,
        course.source,
        course.url,
        course.text,
        course.description,
        course.days_to_complete,
        course.estimated_minutes,
        course.revision,
        by,
        now,
    )
    if added is None:
        return False
    skills = [(course.id, number, skill.skill_id, skill.level) for number, skill in enumerate(course.skills)]
    await conn.executemany(ADD_COURSE_SKILL, skills)
    return True


async def courses_by_id(conn: Connection, course_ids: Collection[str]) -> dict[str, Course]:
    """Those of the courses that exist, by id."""
    rows = await conn.fetch(COURSES_BY_ID, list(course_ids))
    return {row["id"]: _course(row) for row in rows}


async def list_courses(
    conn: Connection, text: str | None, skill_id: str | None, after: Sequence[str] | None, limit: int
) -> list[Course]:
    """Courses by title, without their texts, after (title, id)."""
    title, course_id = after or (None, None)
    return [_course(row) for row in await conn.fetch(LIST_COURSES, text, skill_id, title, course_id, limit)]


def _course(row: asyncpg.Record) -> Course:
    columns = dict(row)
    skills = values_of(SkillToAdd, columns.pop("skills"))
    return Course(text=columns.pop("body"), skills=skills, **columns)
