"""Every SQL statement about how many the proposals reach."""

from __future__ import annotations

from typing import NamedTuple

from recommender.grades.store import Period
from touchline_runtime.transaction import Connection

# Skills under the id that they go by now: what was proposed before a merge was proposed.
COVERAGE = """
WITH agent AS (
    SELECT id FROM known_person WHERE active AND EXISTS (
        SELECT FROM finished_task WHERE finished AND agent_id = known_person.id
        AND ($1::timestamptz IS NULL OR finished_at >= $1) AND ($2::timestamptz IS NULL OR finished_at < $2))
),
proposed AS (
    SELECT DISTINCT person_id, coalesce(merged_into, skill_id) AS skill_id
    FROM prediction LEFT JOIN skill ON skill.id = skill_id
    WHERE person_id IN (SELECT id FROM agent) AND ($2 IS NULL OR predicted_at < $2)
),
holding AS (
    SELECT DISTINCT person_id, coalesce(merged_into, skill_id) AS skill_id
    FROM standing LEFT JOIN skill ON skill.id = skill_id
    WHERE held AND person_id IN (SELECT id FROM agent)
)
SELECT (SELECT count(*) FROM agent) AS agents,
    (SELECT count(DISTINCT person_id) FROM proposed) AS reached,
    (SELECT count(*) FROM holding) AS held,
    (SELECT count(*) FROM holding JOIN proposed USING (person_id, skill_id)) AS foreseen
"""


class Covered(NamedTuple):
    """``agents`` who finished work, those of them with a proposal; what they hold, and what was proposed of
    it.
    """

    agents: int
    reached: int
    held: int
    foreseen: int


async def coverage(conn: Connection, period: Period) -> Covered:
    """Of the agents whose work was finished in the period, with what was proposed until its end."""
    row = await conn.fetchrow(COVERAGE, *period)
    assert row is not None, "a row of counts"
    return Covered(**row)
