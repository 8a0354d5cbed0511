"""Query: courses by title, page by page."""

from __future__ import annotations

from learning.courses import store
from learning.courses.views import CourseView
from touchline_runtime.http import Page, PageQuery, ShortText, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListCourses(PageQuery):
    """``text`` is looked for in title and description; ``skill`` is the id of a skill awarded."""

    text: ShortText | None = None
    skill: str | None = None


async def list_courses(conn: Connection, query: ListCourses) -> Page[CourseView]:
    """The courses after the cursor."""
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.list_courses(conn, query.text, query.skill, after, query.limit + 1)
    page, more = found[: query.limit], len(found) > query.limit
    return Page(
        items=[CourseView.of(course) for course in page],
        next=encode_cursor(page[-1].title, page[-1].id) if more else None,
    )
