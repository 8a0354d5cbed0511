"""What a matrix is narrowed down by, and to what that comes for its caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from asyncpg import Record

from skills.coverage.store import active_teams, coverage, teams_of
from skills.coverage.views import TeamCoverage, shown
from skills.matrix import store
from skills.matrix.levels.read_levels import read_levels
from skills.matrix.levels.store import Asked
from skills.matrix.views import Cell
from skills.needs.store import needed
from touchline_runtime.auth import Role
from touchline_runtime.directory import require_person, require_team, teams_in_scope
from touchline_runtime.http import Identifier, PageQuery, ShortText
from touchline_runtime.transaction import Connection


class MatrixFilters(PageQuery):
    """``columns`` used: skills that a person of the rows' filters holds or is proposed; needed: those that
    tasks of their teams call for. ``person_text`` and ``skill_text`` are looked for in names, in any case.
    ``level`` is a level's name or value, ``min_level`` the lowest that will do: rows are those who hold a
    skill of the columns' filters so.
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
    columns: Literal["used", "needed", "all"] = "used"


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom and what a matrix shows: skills of the people, of these ids, or None for every one."""

    people: store.People
    wanted: store.Wanted
    asked: Asked
    columns_of: store.People | Sequence[str] | None


async def read_filters(conn: Connection, query: MatrixFilters) -> Shown:
    """Raises Forbidden for a team or person that is not the caller's, Invalid for a level that there is none
    of.
    """
    if query.team is not None:
        await require_team(conn, query.by, query.team, Role.SKILL_ADMIN)
    if query.person is not None:
        await require_person(conn, query.by, query.person, Role.SKILL_ADMIN)
    scope = await teams_in_scope(conn, query.by, Role.SKILL_ADMIN)
    people = store.People(query.person, scope, query.team, query.person_text)
    wanted = store.Wanted(query.skill, query.skill_type, query.category, query.skill_text)
    asked = await read_levels(conn, wanted, query.level, query.min_level)
    return Shown(people, wanted, asked, await _columns_of(conn, query.columns, people))


async def _columns_of(
    conn: Connection, columns: Literal["used", "needed", "all"], people: store.People
) -> store.People | Sequence[str] | None:
    match columns:
        case "used":
            return people
        case "needed":
            return await needed(conn, await _teams_of(conn, people))
        case "all":
            return None
    assert_never(columns)


async def _teams_of(conn: Connection, people: store.People) -> list[str]:
    if people.team_id is not None:
        return [people.team_id]
    if people.person_id is None and people.text is None:
        return await active_teams(conn, people.scope)
    return await teams_of(conn, await store.shown(conn, people), people.scope)


async def cells_of(
    conn: Connection, rows: Sequence[Record], columns: Sequence[Record]
) -> dict[str, list[Cell]]:
    """The cells of these persons and skills, by person."""
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in await store.cells(conn, [row["id"] for row in rows], [row["id"] for row in columns]):
        found[cell["person_id"]].append(Cell(**cell))
    return found


async def coverage_of_rows(
    conn: Connection, rows: Sequence[Record], people: store.People
) -> list[TeamCoverage]:
    """The teams of these persons, as far as the caller may see them; where one is asked for, that one."""
    among = people.scope if people.team_id is None else [people.team_id]
    teams = await teams_of(conn, [row["id"] for row in rows], among)
    return [shown(team) for team in await coverage(conn, teams)] if teams else []
