"""Query: how many proposals of each skill were right."""

from __future__ import annotations

from enum import StrEnum

from recommender.grades import store
from recommender.grades.views import Counts, OfPeriod, counts_of
from touchline_runtime.http import Page, PageQuery, encode_cursor, read_cursor
from touchline_runtime.transaction import Connection


class Order(StrEnum):
    """What the list goes by."""

    NAME = "name"
    PROPOSED = "proposed"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    PRECISION = "precision"
    SAID = "said"


class ListSkillGrades(OfPeriod, PageQuery):
    """``order``: by name, or the largest figure first, with ``ascending`` the smallest; what has no figure
    comes last.
    """

    order: Order = Order.NAME
    ascending: bool = False


class SkillGrades(Counts):
    """Of one skill, under the id and name that it goes by now."""

    skill_id: str
    name: str


async def list_skill_grades(conn: Connection, query: ListSkillGrades) -> Page[SkillGrades]:
    """Every skill that was proposed in the period. Raises Invalid naming ``until``."""
    after = read_cursor(query.after, 3, _place)
    rows = await store.by_skill(conn, query.period(), query.order, query.ascending, after, query.limit + 1)
    page = rows[: query.limit]
    items = [SkillGrades(**counts_of(row)) for row in page]
    if len(rows) <= query.limit:
        return Page(items=items)
    last = page[-1]
    return Page(items=items, next=encode_cursor(repr(last["place"]), last["name"], last["skill_id"]))


def _place(key: str, name: str, skill_id: str) -> store.Place:
    return store.Place(float(key), name, skill_id)
