"""Query: one course with its text."""

from __future__ import annotations

from learning.courses import store
from learning.courses.views import CourseDetail, CourseView
from touchline_runtime.errors import NotFound
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection


class ReadCourse(Query):
    """A course by its id."""

    id: str


async def read_course(conn: Connection, query: ReadCourse) -> CourseDetail:
    """The course. Raises NotFound."""
    course = (await store.courses_by_id(conn, [query.id])).get(query.id)
    if course is None:
        raise NotFound("course", query.id)
    return CourseDetail(**CourseView.of(course).model_dump(), text=course.text)
