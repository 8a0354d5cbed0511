"""Query: how far the skills that work calls for moved, week by week."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from recommender.grades.drift import store
from recommender.grades.drift.mix import BEFORE, WEEK, Moved, monday_of, moved
from touchline_runtime.http import Query
from touchline_runtime.transaction import Connection

LATEST = date(9000, 1, 1)


class ShowDrift(Query):
    """``weeks``: that many, the last is that of the day ``until``, without which it is this one."""

    weeks: Annotated[int, Field(ge=1, le=104)] = 12
    until: Annotated[date, Field(ge=date(1970, 1, 1), le=LATEST)] | None = None


class WeekOfDrift(BaseModel):
    """A week in UTC, by its Monday. ``calls``: how often its work called for a skill; ``compared_with``: the
    same in the four weeks before. ``distance`` (0..1) is that of the two mixes of skills, ``by_chance`` what
    it would be about if nothing had moved. ``unknown_words``: the share of the ``words`` of its cases that
    the model did not know when it first read them. Null: no data.
    """

    week: date
    calls: int
    compared_with: int
    distance: float | None
    by_chance: float | None
    words: int
    unknown_words: float | None


class Drift(BaseModel):
    """The weeks, the oldest first."""

    weeks: list[WeekOfDrift]


async def show_drift(conn: Connection, query: ShowDrift) -> Drift:
    """The weeks that were asked for; the last may not be over."""
    last = monday_of(query.until or await store.today(conn))
    return Drift(weeks=await weeks_until(conn, last, query.weeks))


async def weeks_until(conn: Connection, last: date, weeks: int) -> list[WeekOfDrift]:
    """So many weeks, of which ``last`` is the last Monday."""
    first = last - (weeks - 1) * WEEK
    words = await store.words(conn, first, last + WEEK)
    calls = await store.calls(conn, first - BEFORE * WEEK, last + WEEK)
    return [_view(one, *words.get(one.week, (0, 0))) for one in moved(calls, first, weeks)]


def _view(week: Moved, words: int, unknown: int) -> WeekOfDrift:
    return WeekOfDrift(**week._asdict(), words=words, unknown_words=unknown / words if words else None)
