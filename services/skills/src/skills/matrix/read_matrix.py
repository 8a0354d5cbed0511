"""Query: persons by skills, as far as the caller may see them, in one page of rows and columns."""

from __future__ import annotations

from typing import Annotated

from asyncpg import Record
from pydantic import Field

from skills.matrix import store
from skills.matrix.filters import MatrixFilters, cells_of, coverage_of_rows, read_filters
from skills.matrix.views import Column, Matrix, Row
from touchline_runtime.http import Cursor, TwoWayQuery, cut, encode_cursor, place_of
from touchline_runtime.transaction import Connection


class ReadMatrix(MatrixFilters, TwoWayQuery):
    """At most ``limit`` rows by ``skills`` columns of those that the filters let through."""

    after_skill: Cursor | None = None
    before_skill: Cursor | None = None
    skills: Annotated[int, Field(ge=1, le=100)] = 50


async def read_matrix(conn: Connection, query: ReadMatrix) -> Matrix:
    """Active members of the caller's teams; everybody for admins. Raises Forbidden for a team or person that
    is not the caller's, Invalid for a level that there is none of.
    """
    place = place_of(query.after, query.before, 2)
    skill_place = place_of(query.after_skill, query.before_skill, 2, "_skill")
    shown = await read_filters(conn, query)
    found = await store.rows(conn, shown.people, shown.asked, place, query.limit + 1)
    rows = cut(found, place, query.limit, cursor_of)
    found = await store.columns(
        conn, shown.columns_of, shown.wanted, shown.asked, skill_place, query.skills + 1
    )
    columns = cut(found, skill_place, query.skills, cursor_of)
    cells = await cells_of(conn, rows.items, columns.items)
    return Matrix(
        items=[Row(person_id=row["id"], name=row["name"], cells=cells[row["id"]]) for row in rows.items],
        previous=rows.previous,
        next=rows.next,
        columns=[Column(**row) for row in columns.items],
        teams=await coverage_of_rows(conn, rows.items, shown.people),
        previous_skills=columns.previous,
        next_skills=columns.next,
    )


def cursor_of(item: Record) -> str:
    """The cursor to a row or column: they stand by name."""
    return encode_cursor(item["name"], item["id"])
