"""Query: the matrix as a table for a file, a line a person and a column a skill."""

from __future__ import annotations

from collections.abc import Sequence

from asyncpg import Record

from skills.matrix import store
from skills.matrix.filters import MatrixFilters, cells_of, read_filters
from skills.matrix.read_matrix import cursor_of
from skills.matrix.views import Cell
from touchline_runtime.errors import Invalid
from touchline_runtime.http import Place, Sheet, cut, place_of
from touchline_runtime.transaction import Connection

MOST_COLUMNS = 1_000


async def export_matrix(conn: Connection, query: MatrixFilters) -> Sheet:
    """A cell is the name of the level held, ``recommended``, or empty. Whom it shows is as for the matrix.

    Raises Invalid for more skills than a file has columns for.
    """
    place = place_of(query.after, None, 2)
    shown = await read_filters(conn, query)
    found = await store.rows(conn, shown.people, shown.asked, place, query.limit + 1)
    rows = cut(found, place, query.limit, cursor_of)
    skills = await store.columns(conn, shown.columns_of, shown.wanted, shown.asked, Place(), MOST_COLUMNS + 1)
    if len(skills) > MOST_COLUMNS:
        raise Invalid(
            "skill_text", f"a file has at most {MOST_COLUMNS} skills: narrow them down by text or type"
        )
    cells = await cells_of(conn, rows.items, skills)
    return Sheet(
        columns={"person_id": "person_id", "name": "name", **_headings(skills)},
        items=[_line(row, cells[row["id"]]) for row in rows.items],
        next=rows.next,
    )


def _headings(skills: Sequence[Record]) -> dict[str, str]:
    return {_key(skill["id"]): skill["name"] for skill in skills}


def _line(person: Record, cells: Sequence[Cell]) -> dict[str, str | None]:
    shown = {_key(cell.skill_id): _text(cell) for cell in cells}
    return {"person_id": person["id"], "name": person["name"], **shown}


def _key(skill_id: str) -> str:
    return f"skill {skill_id}"


def _text(cell: Cell) -> str:
    return cell.state if cell.state == "recommended" else cell.level_name or str(cell.level)
