"""Every SQL statement about the skills that a team's tasks call for."""

from __future__ import annotations

from collections.abc import Sequence

from touchline_runtime.transaction import Connection

# No team can have fewer tasks than none, so that what all together have tells whether one has some.
NEEDED = """
WITH tag AS (
    SELECT skill_id, sum(opened) AS opened FROM team_need WHERE team_id = ANY($1::text[]) GROUP BY skill_id
    UNION ALL
    SELECT skill_id, opened FROM task_delta CROSS JOIN need_window
    WHERE team_id = ANY($1) AND day >= first_day
),
needed AS (
    SELECT s.id FROM tag JOIN skill_alias a ON a.id = tag.skill_id
    JOIN skill s ON s.id = a.skill_id AND s.retired_at IS NULL
    GROUP BY s.id HAVING sum(tag.opened) > 0
)
SELECT coalesce(array_agg(id), '{}') FROM needed
"""


async def needed(conn: Connection, team_ids: Sequence[str]) -> list[str]:
    """The skills that tasks of one of these teams call for."""
    found: list[str] = await conn.fetchval(NEEDED, team_ids)
    return found
