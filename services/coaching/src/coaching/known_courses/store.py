"""Every statement about the courses that exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from asyncpg import Record

from touchline_runtime.transaction import Connection

SAVE_COURSES = """
insert into known_course as stored (course_id, revision, title, estimated_minutes)
select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[])
on conflict (course_id) do update set revision = excluded.revision, title = excluded.title,
  estimated_minutes = excluded.estimated_minutes
where excluded.revision >= stored.revision
"""

ANY_COURSE = "select exists (select from known_course where title is not null)"

OFFERED = "select course_id from known_course where course_id = any($1::text[]) and title is not null"

COURSES_AFTER = """
select course_id as id, title, estimated_minutes from known_course
where title is not null and ($1::text is null or strpos(lower(title), lower($1)) > 0)
  and ($2::text is null or (title, course_id) > ($2, $3::text))
order by title, course_id limit $4
"""

COUNT_COURSES = "select count(*) from known_course where title is not null"


class CourseRow(NamedTuple):
    """What the newest event says of a course; ``title`` None: it is retired."""

    course_id: str
    revision: int
    title: str | None
    estimated_minutes: int | None


async def save_courses(conn: Connection, rows: Sequence[CourseRow]) -> None:
    """Stores one row a course, each only if none newer is stored."""
    await conn.execute(SAVE_COURSES, *(list(column) for column in zip(*rows, strict=True)))


async def offered(conn: Connection, course_ids: Collection[str]) -> set[str] | None:
    """Those of the courses that can be assigned. None: no course is known at all."""
    found = {row["course_id"] for row in await conn.fetch(OFFERED, list(course_ids))}
    return found if found or await conn.fetchval(ANY_COURSE) else None


async def courses_after(
    conn: Connection, text: str | None, after: Sequence[str] | None, limit: int
) -> list[Record]:
    """Courses by title, after (title, id)."""
    title, course_id = after or (None, None)
    return await conn.fetch(COURSES_AFTER, text, title, course_id, limit)
