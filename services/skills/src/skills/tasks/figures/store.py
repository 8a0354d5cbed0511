"""Every SQL statement that sums what changed about tasks."""

from __future__ import annotations

from touchline_runtime.transaction import Connection

FOLD = """
WITH taken AS (
    DELETE FROM task_delta WHERE id IN (SELECT id FROM task_delta ORDER BY id LIMIT $1) RETURNING *
)
INSERT INTO task_figure
SELECT team, skill_id, counted_day, kind, inferred, sum(opened), sum(finished), sum(resolved), sum(seconds)
FROM taken
CROSS JOIN LATERAL unnest(ARRAY[team_id, '']) AS team
CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
WHERE team IS NOT NULL
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (team_id, skill_id, day, kind, inferred) DO UPDATE SET
    opened = task_figure.opened + excluded.opened, finished = task_figure.finished + excluded.finished,
    resolved = task_figure.resolved + excluded.resolved, seconds = task_figure.seconds + excluded.seconds
"""
COUNT_DELTAS = "SELECT count(*) FROM task_delta"


async def fold(conn: Connection, limit: int) -> None:
    """Adds the oldest changes to the sums, and drops them: whoever reads both sees each once."""
    await conn.execute(FOLD, limit)
