"""Query: the courses that can be assigned."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from coaching.known_courses import store
from touchline_runtime.http import Page, PageQuery, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ListCourses(PageQuery):
    """``text`` is looked for in the titles, in any case."""

    text: Annotated[str, Field(max_length=200)] | None = None


class CourseView(BaseModel):
    """A course; ``estimated_minutes`` null: nobody said how long it takes."""

    id: str
    title: str
    estimated_minutes: int | None


async def list_courses(conn: Connection, query: ListCourses) -> Page[CourseView]:
    """By title. Empty where there is no learning service."""
    after = decode_cursor(query.after, 2) if query.after else None
    found = await store.courses_after(conn, query.text, after, query.limit + 1)
    items = [CourseView(**row) for row in found[: query.limit]]
    more = len(found) > query.limit
    return Page(items=items, next=encode_cursor(items[-1].title, items[-1].id) if more else None)
