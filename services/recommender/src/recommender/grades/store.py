"""Every SQL statement about what became of proposals."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from asyncpg import Record

from recommender.grades.calibration import BINS, FULL, Bin
from recommender.grades.verdict import Verdict
from touchline_runtime.transaction import Connection

# The latest proposal of the pair, under any name of the skill: a merge leaves one decision for several.
_LATEST = """
WITH latest AS (
    SELECT id FROM prediction
    WHERE person_id = $1
        AND (skill_id = $2 OR skill_id IN (SELECT id FROM skill WHERE skill.merged_into = $2))
    ORDER BY predicted_at DESC, id LIMIT 1
)
"""
JUDGE = (
    _LATEST
    + """
INSERT INTO grade (prediction_id, verdict, decided_at)
SELECT id, $3, $4 FROM latest
ON CONFLICT (prediction_id) DO NOTHING
"""
)
TAKE_BACK = _LATEST + "DELETE FROM grade WHERE prediction_id IN (SELECT id FROM latest)"
_COUNTED = """
    count(*) AS proposed,
    count(*) FILTER (WHERE verdict IS NULL AND state = 'open') AS waiting,
    count(*) FILTER (WHERE verdict = 'approved') AS approved,
    count(*) FILTER (WHERE verdict = 'rejected') AS rejected,
    count(*) FILTER (WHERE verdict IS NULL AND state <> 'open') AS settled_otherwise,
    avg(confidence) FILTER (WHERE verdict IS NOT NULL) AS said
FROM prediction LEFT JOIN grade ON grade.prediction_id = prediction.id
"""
_WITHIN = """
WHERE ($1::timestamptz IS NULL OR predicted_at >= $1) AND ($2::timestamptz IS NULL OR predicted_at < $2)
"""
TOTALS = "SELECT" + _COUNTED + _WITHIN
BY_SKILL = (
    "WITH counted AS (SELECT coalesce(skill.merged_into, prediction.skill_id) AS skill_id,"
    + _COUNTED
    + "LEFT JOIN skill ON skill.id = prediction.skill_id"
    + _WITHIN
    + """GROUP BY 1
),
ordered AS (
    SELECT counted.*, coalesce(nullif(skill.name, ''), skill_id) AS name,
        coalesce((CASE WHEN $4::boolean THEN 1 ELSE -1 END) * CASE $3::text
            WHEN 'name' THEN 0 WHEN 'proposed' THEN proposed WHEN 'waiting' THEN waiting
            WHEN 'approved' THEN approved WHEN 'rejected' THEN rejected WHEN 'said' THEN said
            WHEN 'precision' THEN approved::float8 / nullif(approved + rejected, 0) END::float8,
            'infinity') AS place
    FROM counted LEFT JOIN skill ON skill.id = skill_id
)
SELECT * FROM ordered
WHERE $5::float8 IS NULL OR (place, name, skill_id) > ($5, $6::text, $7::text)
ORDER BY place, name, skill_id LIMIT $8
"""
)
CALIBRATION = (
    """
WITH decided AS (
    SELECT id, confidence, verdict FROM prediction JOIN grade ON grade.prediction_id = prediction.id
"""
    + _WITHIN
    + """
),
sorted AS (
    SELECT confidence, verdict, ntile(greatest(least($3, (SELECT count(*) FROM decided) / $4), 1)::integer)
        OVER (ORDER BY confidence, id) AS bin
    FROM decided
)
SELECT min(confidence) AS lowest, max(confidence) AS highest, avg(confidence) AS said, count(*) AS decided,
    count(*) FILTER (WHERE verdict = 'approved') AS approved
FROM sorted GROUP BY bin ORDER BY bin
"""
)

# The sums run from the surest on, with all that are equally sure: a threshold parts none of them.
REACHING = (
    """
WITH summed AS (
    SELECT confidence, count(*) OVER surest AS decided, count(*) OVER () AS all_decided,
        count(*) FILTER (WHERE verdict = 'approved') OVER surest AS approved
    FROM prediction JOIN grade ON grade.prediction_id = prediction.id
"""
    + _WITHIN
    + """
    WINDOW surest AS (ORDER BY confidence DESC)
)
SELECT * FROM summed WHERE approved + 1e-9 >= $3::float8 * decided ORDER BY confidence LIMIT 1
"""
)


class Period(NamedTuple):
    """Proposals made from ``since`` on, before ``until``; None: without such an end."""

    since: datetime | None = None
    until: datetime | None = None


class Reached(NamedTuple):
    """``decided`` proposals are at least as sure as ``confidence``, and so many of them were approved."""

    confidence: float
    decided: int
    all_decided: int
    approved: int


class Place(NamedTuple):
    """Where a page ended. ``key`` is what the order goes by; what has no figure stands last."""

    key: float
    name: str
    skill_id: str


async def judge(conn: Connection, person_id: str, skill_id: str, verdict: Verdict, at: datetime) -> None:
    """Keeps the verdict on the pair's latest proposal, or, where it is "none", takes back what it was."""
    if verdict == "none":
        await conn.execute(TAKE_BACK, person_id, skill_id)
    else:
        await conn.execute(JUDGE, person_id, skill_id, verdict, at)


async def totals(conn: Connection, period: Period) -> Record:
    """How many proposals there are, by what became of them."""
    row = await conn.fetchrow(TOTALS, *period)
    assert row is not None, "an aggregate without groups has one row"
    return row


async def by_skill(
    conn: Connection, period: Period, order: str, ascending: bool, after: Place | None, limit: int
) -> list[Record]:
    """The same by skill, under the id that it goes by now: those after the place."""
    place = after or (None, None, None)
    return await conn.fetch(BY_SKILL, *period, order, ascending, *place, limit)


async def bins(conn: Connection, period: Period) -> list[Bin]:
    """The decided proposals in order of confidence, in up to ten parts of equally many."""
    return [Bin(**row) for row in await conn.fetch(CALIBRATION, *period, BINS, FULL)]


async def reaching(conn: Connection, period: Period, precision: float) -> Reached | None:
    """The lowest confidence from which on the share of approved ones is at least the wanted one."""
    row = await conn.fetchrow(REACHING, *period, precision)
    return None if row is None else Reached(**row)
