"""Query: persons by skills, in pages of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Literal

from asyncpg import Record
from pydantic import Field

from skills.matrix import store
from skills.matrix.levels.read_levels import read_levels
from skills.matrix.views import Cell, Column, Matrix, Row
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Cursor, Identifier, ShortText, TwoWayQuery, cut, encode_cursor, place_of
from touchline_runtime.transaction import Connection


class ReadMatrix(TwoWayQuery):
    """``columns`` used: skills that a person of the rows' filters holds or is proposed. ``person_text`` and
    ``skill_text`` are looked for in names, in any case. ``level`` is a level's name or value, ``min_level``
    the lowest that will do: rows are those who hold a skill of the columns' filters so.
    """

    team: Identifier | None = None
    person: Identifier | None = None
    person_text: ShortText | None = None
    skill: Identifier | None = None
    skill_type: ShortText | None = None
    category: ShortText | None = None
    skill_text: ShortText | None = None
    level: ShortText | None = None
    min_level: ShortText | None = None
    columns: Literal["used", "all"] = "used"
    after_skill: Cursor | None = None
    before_skill: Cursor | None = None
    skills: Annotated[int, Field(ge=1, le=100)] = 50


async def read_matrix(conn: Connection, query: ReadMatrix) -> Matrix:
    """Active members of the caller's teams; everybody for admins. Raises Forbidden for a team or person that
    is not the caller's, Invalid for a level that there is none of.
    """
    place = place_of(query.after, query.before, 2)
    skill_place = place_of(query.after_skill, query.before_skill, 2, "_skill")
    people = await _people(conn, query)
    wanted = store.Wanted(query.skill, query.skill_type, query.category, query.skill_text)
    asked = await read_levels(conn, wanted, query.level, query.min_level)
    found = await store.rows(conn, people, asked, place, query.limit + 1)
    rows = cut(found, place, query.limit, _cursor)
    of = None if query.columns == "all" else people
    found = await store.columns(conn, of, wanted, asked, skill_place, query.skills + 1)
    columns = cut(found, skill_place, query.skills, _cursor)
    cells = await _cells(conn, rows.items, columns.items)
    return Matrix(
        items=[Row(person_id=row["id"], name=row["name"], cells=cells[row["id"]]) for row in rows.items],
        previous=rows.previous,
        next=rows.next,
        columns=[Column(**row) for row in columns.items],
        previous_skills=columns.previous,
        next_skills=columns.next,
    )


async def _people(conn: Connection, query: ReadMatrix) -> store.People:
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    return store.People(query.person, scope, query.team, query.person_text)


async def _cells(
    conn: Connection, rows: Sequence[Record], columns: Sequence[Record]
) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in await store.cells(conn, [row["id"] for row in rows], [row["id"] for row in columns]):
        found[cell["person_id"]].append(Cell(**cell))
    return found


def _cursor(item: Record) -> str:
    return encode_cursor(item["name"], item["id"])
