"""Every SQL statement about how far what comes in moves."""

from __future__ import annotations

from datetime import date

from touchline_runtime.transaction import Connection

TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date"
# By the tags of a task, or, without any, by what its text was read as; under the ids that skills go by now.
CALLS = """
SELECT date_trunc('week', task.finished_at AT TIME ZONE 'UTC')::date AS week,
    coalesce(skill.merged_into, tag) AS skill_id, count(*) AS calls
FROM finished_task AS task
LEFT JOIN inference ON inference.task_number = task.number
CROSS JOIN LATERAL unnest(
    CASE task.skill_ids WHEN '{}' THEN coalesce(inference.skill_ids, '{}') ELSE task.skill_ids END) AS tag
LEFT JOIN skill ON skill.id = tag
WHERE task.finished
    AND task.finished_at >= $1::date::timestamp AT TIME ZONE 'UTC'
    AND task.finished_at < $2::date::timestamp AT TIME ZONE 'UTC'
GROUP BY week, coalesce(skill.merged_into, tag)
"""


async def today(conn: Connection) -> date:
    """The day that it is in UTC."""
    day: date = await conn.fetchval(TODAY)
    return day


async def calls(conn: Connection, since: date, until: date) -> list[tuple[date, str, int]]:
    """How often the work of each week called for each skill, in weeks from the Monday ``since`` on."""
    return [(row["week"], row["skill_id"], row["calls"]) for row in await conn.fetch(CALLS, since, until)]
