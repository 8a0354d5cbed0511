"""Every SQL statement about predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from touchline_contracts.event import json_of
from touchline_contracts.recommender import SkillPredicted
from touchline_runtime.transaction import Connection

# A skill that was merged counts under both ids: what was rejected stays rejected under the new name.
OBSTACLES = """
SELECT pair.person_id, pair.skill_id,
    person.id IS NOT NULL AS person_known,
    skill.id IS NOT NULL AS skill_known,
    EXISTS (
        SELECT FROM standing WHERE standing.person_id = pair.person_id
        AND (standing.held OR standing.rejected)
        AND (standing.skill_id = pair.skill_id OR standing.skill_id IN (
            SELECT id FROM skill AS alias WHERE alias.merged_into = pair.skill_id))
    ) OR EXISTS (
        SELECT FROM prediction WHERE prediction.person_id = pair.person_id
        AND prediction.state IN ('open', 'rejected')
        AND (prediction.skill_id = pair.skill_id OR prediction.skill_id IN (
            SELECT id FROM skill AS alias WHERE alias.merged_into = pair.skill_id))
    ) AS barred,
    (SELECT count(*) FROM prediction AS earlier
        WHERE earlier.person_id = pair.person_id AND earlier.skill_id = pair.skill_id) AS earlier
FROM unnest($1::text[], $2::text[]) AS pair(person_id, skill_id)
LEFT JOIN known_person AS person ON person.id = pair.person_id AND person.active
LEFT JOIN skill ON skill.id = pair.skill_id AND NOT skill.retired AND skill.merged_into IS NULL
"""
RECENT_BY_TEAM = """
SELECT coalesce(team_id, '') AS team_id, count(*) AS count FROM prediction WHERE predicted_at > $1
GROUP BY coalesce(team_id, '')
"""
ADD = """
INSERT INTO prediction (id, person_id, skill_id, team_id, confidence, explanation, samples, model_version,
    state, predicted_at, finished_at, told_at)
SELECT $1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, 'open', $9,
    (led.content #>> '{case,resolved_at}')::timestamptz, led.recorded_at
FROM (VALUES ($10::bigint)) AS given(position) LEFT JOIN learning_log AS led USING (position)
"""
SETTLE = """
WITH known AS (
    SELECT id, state, row_number() OVER (ORDER BY predicted_at DESC, id) = 1 AS latest FROM prediction
    WHERE person_id = $1
        AND (skill_id = $2 OR skill_id IN (SELECT id FROM skill WHERE skill.merged_into = $2))
)
UPDATE prediction SET state = $3, decided_at = $4
WHERE id IN (SELECT id FROM known WHERE state = ANY($5::text[]) AND (latest OR $3 <> 'open'))
"""
LIST = """
SELECT id, person_id, skill_id, team_id, state, confidence, explanation, samples::text AS samples,
    model_version, predicted_at FROM prediction
WHERE person_id = $1 AND ($2::timestamptz IS NULL OR (predicted_at, id) < ($2, $3::text))
ORDER BY predicted_at DESC, id DESC LIMIT $4
"""
COUNT_MADE = "SELECT count(*) FROM prediction"
COUNT_OPEN = "SELECT count(*) FROM prediction WHERE state = 'open'"
WEEK = timedelta(days=7)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands between a candidate and its proposal. ``barred``: held, pending or rejected.

    ``earlier`` counts the predictions of the same pair that were decided before.
    """

    person_known: bool
    skill_known: bool
    barred: bool
    earlier: int


async def obstacles(conn: Connection, pairs: Sequence[Pair]) -> dict[Pair, Obstacles]:
    """For each pair of person and skill, what stands in the way of proposing it."""
    rows = await conn.fetch(OBSTACLES, [person for person, _ in pairs], [skill for _, skill in pairs])
    return {(row["person_id"], row["skill_id"]): Obstacles(*list(row.values())[2:]) for row in rows}


async def recent_by_team(conn: Connection, now: datetime) -> dict[str, int]:
    """Predictions of the last seven days by team; '' stands for no team."""
    return {row["team_id"]: row["count"] for row in await conn.fetch(RECENT_BY_TEAM, now - WEEK)}


async def add(conn: Connection, event: SkillPredicted, led_by: int | None = None) -> None:
    """Keeps a prediction; it is open from now on. ``led_by``: where its latest case is told of."""
    samples = json_of(event.samples)
    await conn.execute(
        ADD, event.prediction_id, event.person_id, event.skill_id, event.team_id, event.confidence,
        event.explanation, samples, event.model_version, event.predicted_at, led_by,
    )  # fmt: skip


async def settle(
    conn: Connection, person_id: str, skill_id: str, state: str, was: Sequence[str], at: datetime
) -> None:
    """Writes down what became of the pair's predictions that are in one of the states ``was``: there are
    several where skills were merged, and of these but the latest can be open again.
    """
    await conn.execute(SETTLE, person_id, skill_id, state, at, list(was))


async def page(
    conn: Connection, person_id: str, after: tuple[datetime, str] | None, limit: int
) -> list[asyncpg.Record]:
    """A person's predictions, the newest first, that follow ``after`` (time and id)."""
    at, id = after or (None, None)
    return await conn.fetch(LIST, person_id, at, id, limit)


async def count(conn: Connection) -> tuple[int, int]:
    """How many predictions were made, and how many of them are open."""
    return int(await conn.fetchval(COUNT_MADE)), int(await conn.fetchval(COUNT_OPEN))
