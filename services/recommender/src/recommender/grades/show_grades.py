"""Query: how many proposals were right."""

from __future__ import annotations

from recommender.grades import store
from recommender.grades.views import Counts, OfPeriod, counts_of
from touchline_runtime.transaction import Connection


class ShowGrades(OfPeriod):
    """Takes the period."""


class Grades(Counts):
    """Of all proposals of the period."""


async def show_grades(conn: Connection, query: ShowGrades) -> Grades:
    """The figures of all skills together. Raises Invalid naming ``until``."""
    return Grades(**counts_of(await store.totals(conn, query.period())))
