"""Query: the figures of each skill, in any order, or of one level of the hierarchy."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from asyncpg import Record
from pydantic import BaseModel, Field

from skills.overview.scope import OfTeam, scope_of
from skills.overview.skills import store
from skills.overview.store import skills_meant, today
from skills.overview.views import MeanView
from skills.overview.weeks import ONE_WEEK, mean_of, monday_of
from touchline_runtime.errors import Invalid, NotFound
from touchline_runtime.http import Identifier, Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class Order(StrEnum):
    """What a table of skills goes by. ``tasks`` are those opened, ``open`` those open now."""

    NAME = "name"
    USERS = "users"
    COVERAGE = "coverage"
    EXPERTS = "experts"
    TASKS = "tasks"
    OPEN = "open"
    MTTR = "mttr"


class ListOverview(OfTeam, PageQuery):
    """``weeks``: tasks of so many, of which this is the last. ``order``: by name, or the largest figure
    first, with ``ascending`` the smallest; what has no figure comes last. ``mttr``: of one ``kind``.
    """

    weeks: Annotated[int, Field(ge=1, le=104)] = 12
    order: Order = Order.NAME
    ascending: bool = False


class ReadTree(ListOverview):
    """The skills right below ``parent``, by any of its ids; those at the top where none is given."""

    parent: Identifier | None = None


class SkillFigures(BaseModel):
    """A skill. ``opened``, ``inferred`` (a share) and ``mttr`` (of each kind that counts) are of the weeks;
    ``open`` is now. Null is no data.
    """

    skill_id: str
    name: str
    parent_id: str | None
    has_children: bool
    users: int
    coverage: float | None
    experts: int
    open: int
    opened: int
    inferred: float | None
    mttr: list[MeanView]


async def list_overview(conn: Connection, query: ListOverview) -> Page[SkillFigures]:
    """Every skill, with the people and tasks of the caller's teams.

    Raises Forbidden, and Invalid naming ``kind``.
    """
    return await _page(conn, query, level=False, parent_id=None)


async def read_tree(conn: Connection, query: ReadTree) -> Page[SkillFigures]:
    """One level of the hierarchy. Raises Forbidden, NotFound for the parent, and Invalid naming ``kind``."""
    if query.parent is None:
        return await _page(conn, query, level=True, parent_id=None)
    found = await skills_meant(conn, query.parent, roll_up=False)
    if not found:
        raise NotFound("skill", query.parent)
    return await _page(conn, query, level=True, parent_id=found[0])


async def _page(
    conn: Connection, query: ListOverview, *, level: bool, parent_id: str | None
) -> Page[SkillFigures]:
    if query.order is Order.MTTR and query.kind is None:
        raise Invalid("kind", "say of which kind: times to resolve of different kinds do not compare")
    scope = await scope_of(conn, query)
    after = read_cursor(query.after, 3, _place)
    since = monday_of(await today(conn)) - (query.weeks - 1) * ONE_WEEK
    wanted = store.Wanted(since, level, parent_id, query.roll_up, query.order, query.ascending)
    rows = await store.skills(conn, scope, wanted, after, query.limit + 1)
    page = rows[: query.limit]
    return Page(
        items=[_figures(row, scope.kinds) for row in page],
        next=_cursor(page[-1]) if len(rows) > len(page) else None,
    )


def _figures(row: Record, kinds: Sequence[str]) -> SkillFigures:
    resolved = dict(zip(row["kinds"], row["resolved"], strict=True))
    seconds = dict(zip(row["kinds"], row["seconds"], strict=True))
    mttr = [mean_of(kind, seconds.get(kind, 0), resolved.get(kind, 0)) for kind in kinds]
    return SkillFigures(**dict(row), mttr=[MeanView(**mean._asdict()) for mean in mttr])


def _place(key: str, name: str, skill_id: str) -> store.Place:
    return store.Place(float(key), name, skill_id)


def _cursor(row: Record) -> str:
    return encode_cursor(repr(row["place"]), row["name"], row["skill_id"])
