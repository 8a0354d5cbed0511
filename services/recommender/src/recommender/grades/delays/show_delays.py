"""Query: how long it takes from the end of a case to the proposal that it leads to."""

from __future__ import annotations

from pydantic import BaseModel

from recommender.grades.delays import store
from recommender.grades.views import OfPeriod
from touchline_runtime.transaction import Connection


class ShowDelays(OfPeriod):
    """Takes the period."""


class Percentiles(BaseModel):
    """In seconds, of ``proposals`` so many; null where there are none."""

    proposals: int
    p50: float | None
    p95: float | None
    p99: float | None


class Delays(BaseModel):
    """``since_finished``: since the latest case that shows the skill was resolved or closed. ``since_told``:
    since the service read of it, which says more where old cases were imported.
    """

    since_finished: Percentiles
    since_told: Percentiles


async def show_delays(conn: Connection, query: ShowDelays) -> Delays:
    """Of the proposals made in the period. Raises Invalid naming ``until``."""
    row = await store.percentiles(conn, query.period())
    return Delays(
        since_finished=_percentiles(row["finished_count"], row["finished"]),
        since_told=_percentiles(row["told_count"], row["told"]),
    )


def _percentiles(count: int, found: list[float] | None) -> Percentiles:
    p50, p95, p99 = found or (None, None, None)
    return Percentiles(proposals=count, p50=p50, p95=p95, p99=p99)
