"""Every SQL statement about the time from the end of a case to the proposal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from asyncpg import Record

from recommender.grades.store import Period
from touchline_runtime.transaction import Connection

_DELAY = """
WITH delay AS (
    SELECT predicted_at,
        extract(epoch FROM predicted_at - finished_at)::float8 AS finished,
        extract(epoch FROM predicted_at - told_at)::float8 AS told
    FROM prediction
)
"""
PERCENTILES = (
    _DELAY
    + """
SELECT count(finished) AS finished_count, count(told) AS told_count,
    percentile_cont('{0.5,0.95,0.99}'::float8[]) WITHIN GROUP (ORDER BY finished) AS finished,
    percentile_cont('{0.5,0.95,0.99}'::float8[]) WITHIN GROUP (ORDER BY told) AS told
FROM delay
WHERE ($1::timestamptz IS NULL OR predicted_at >= $1) AND ($2::timestamptz IS NULL OR predicted_at < $2)
"""
)
# Negative, so that a delay as long as a bound lies within it: how many of the bounds hold each delay.
HISTOGRAM = (
    _DELAY
    + """
SELECT since, width_bucket(-seconds, ARRAY(SELECT -b FROM unnest($1::float8[]) AS b ORDER BY 1)) AS held,
    count(*) AS proposals, sum(seconds) AS seconds
FROM delay CROSS JOIN LATERAL (VALUES ('finished', finished), ('told', told)) AS measured(since, seconds)
WHERE seconds IS NOT NULL GROUP BY since, held
"""
)


class Tally(NamedTuple):
    """Proposals whose delay ``since`` something lies within the ``held`` largest bounds, and its sum."""

    since: str
    held: int
    proposals: int
    seconds: float


async def percentiles(conn: Connection, period: Period) -> Record:
    """The 50th, 95th and 99th percentile in seconds; null where there are none."""
    row = await conn.fetchrow(PERCENTILES, *period)
    assert row is not None, "an aggregate without groups has one row"
    return row


async def tallies(conn: Connection, bounds: Sequence[float]) -> list[Tally]:
    """All proposals ever made, by the bounds that their delays lie within."""
    return [Tally(**row) for row in await conn.fetch(HISTOGRAM, list(bounds))]
