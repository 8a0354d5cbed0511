"""Query: persons by skills, in pages of both."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Literal

from asyncpg import Record
from pydantic import Field

from skills.matrix import store
from skills.matrix.views import Cell, Column, Matrix, Row
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Cursor, Identifier, PageQuery, ShortText, decode_cursor, encode_cursor
from touchline_runtime.transaction import Connection


class ReadMatrix(PageQuery):
    """``columns`` used: skills that a person of the rows' filters holds or is proposed. ``person_text`` and
    ``skill_text`` are looked for in names, in any case.
    """

    team: Identifier | None = None
    person: Identifier | None = None
    person_text: ShortText | None = None
    skill: Identifier | None = None
    skill_type: ShortText | None = None
    category: ShortText | None = None
    skill_text: ShortText | None = None
    columns: Literal["used", "all"] = "used"
    after_skill: Cursor | None = None
    skills: Annotated[int, Field(ge=1, le=100)] = 50


async def read_matrix(conn: Connection, query: ReadMatrix) -> Matrix:
    """Active members of the caller's teams; everybody for admins. Raises Forbidden for a team or person that
    is not the caller's.
    """
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    people = store.People(query.person, scope, query.team, query.person_text)
    wanted = store.Wanted(
        query.columns == "all", query.skill, query.skill_type, query.category, query.skill_text
    )
    after = decode_cursor(query.after, 2) if query.after else None
    after_skill = _skill_cursor(query.after_skill) if query.after_skill else None
    persons = await store.rows(conn, people, after, query.limit + 1)
    skills = await store.columns(conn, people, wanted, after_skill, query.skills + 1)
    shown, columns = persons[: query.limit], skills[: query.skills]
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in await store.cells(conn, [row["id"] for row in shown], [row["id"] for row in columns]):
        cells[cell["person_id"]].append(Cell(**cell))
    return Matrix(
        items=[Row(person_id=row["id"], name=row["name"], cells=cells[row["id"]]) for row in shown],
        next=_cursor(shown[-1]) if len(persons) > query.limit else None,
        columns=[Column(**row) for row in columns],
        next_skills=_cursor(columns[-1]) if len(skills) > query.skills else None,
    )


def _cursor(last: Record) -> str:
    return encode_cursor(last["name"], last["id"])


def _skill_cursor(text: str) -> list[str]:
    try:
        return decode_cursor(text, 2)
    except Invalid:
        raise Invalid("after_skill", "must be the `next_skills` of an earlier page") from None
