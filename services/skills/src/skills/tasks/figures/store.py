"""Every SQL statement that sums what changed about tasks."""

from __future__ import annotations

from touchline_runtime.transaction import Connection

DAYS = 90
"""How far back the tasks are counted that say what a team needs."""
FOLD = """
WITH taken AS (
    DELETE FROM task_delta WHERE id IN (SELECT id FROM task_delta ORDER BY id LIMIT $1) RETURNING *
),
needed AS (
    INSERT INTO team_need
    SELECT team_id, skill_id, coalesce(sum(opened) FILTER (WHERE day >= first_day), 0),
        coalesce(sum(opened) FILTER (WHERE day >= first_day AND inferred), 0), sum(opened - finished)
    FROM taken CROSS JOIN need_window WHERE team_id IS NOT NULL
    GROUP BY 1, 2
    ON CONFLICT (team_id, skill_id) DO UPDATE SET opened = team_need.opened + excluded.opened,
        inferred = team_need.inferred + excluded.inferred, open = team_need.open + excluded.open
)
INSERT INTO task_figure
SELECT team, skill_id,
    CASE team WHEN '' THEN date_trunc('week', counted_day::timestamp)::date ELSE counted_day END,
    kind, inferred, sum(opened), sum(finished), sum(resolved), sum(seconds)
FROM taken
CROSS JOIN LATERAL unnest(ARRAY[team_id, '']) AS team
CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
WHERE team IS NOT NULL
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (team_id, skill_id, day, kind, inferred) DO UPDATE SET
    opened = task_figure.opened + excluded.opened, finished = task_figure.finished + excluded.finished,
    resolved = task_figure.resolved + excluded.resolved, seconds = task_figure.seconds + excluded.seconds
"""
MOVE_WINDOW = """
UPDATE need_window SET first_day = (now() AT TIME ZONE 'UTC')::date - $1::integer
WHERE first_day <> (now() AT TIME ZONE 'UTC')::date - $1::integer RETURNING first_day
"""
FORGET_NEEDS = "DELETE FROM team_need"
COUNT_NEEDS = """
INSERT INTO team_need
SELECT team_id, skill_id, coalesce(sum(opened) FILTER (WHERE day >= first_day AND day < 'infinity'), 0),
    coalesce(sum(opened) FILTER (WHERE day >= first_day AND day < 'infinity' AND inferred), 0),
    coalesce(sum(opened - finished) FILTER (WHERE day = 'infinity'), 0)
FROM task_figure CROSS JOIN need_window WHERE team_id > '' AND day >= first_day
GROUP BY 1, 2
"""
COUNT_DELTAS = "SELECT count(*) FROM task_delta"


async def fold(conn: Connection, limit: int) -> None:
    """Adds the oldest changes to the sums, and drops them: whoever reads both sees each once."""
    await conn.execute(FOLD, limit)


async def follow_the_day(conn: Connection) -> None:
    """Where a day has begun since the last time, sums up anew what teams need: one day less is in it."""
    if await conn.fetchval(MOVE_WINDOW, DAYS) is not None:
        await count_needs(conn)


async def count_needs(conn: Connection) -> None:
    """Sums up from the figures what teams need. They must not be folded meanwhile."""
    await conn.execute(FORGET_NEEDS)
    await conn.execute(COUNT_NEEDS)
