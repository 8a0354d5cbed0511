"""What the figures of tasks have to come to: counted anew from all tasks."""

from __future__ import annotations

from skills.tasks.figures.fold_figures import fold_figures
from skills.tasks.figures.store import fold
from tests.running.contents import FIGURES
from touchline_runtime.ids import new_id
from touchline_runtime.transaction import Cause, Database

RECOUNT = """
SELECT jsonb_build_array(team, skill, period, kind, skill_ids = '{}',
    count(*) FILTER (WHERE what = 'opened'), count(*) FILTER (WHERE what <> 'opened'),
    count(*) FILTER (WHERE what = 'resolved'),
    coalesce(sum(floor(extract(epoch FROM resolved_at - opened_at))) FILTER (WHERE what = 'resolved'), 0)
    )::text AS row
FROM (
    SELECT *, 'opened' AS what, opened_at AS at FROM task
    UNION ALL SELECT *, 'resolved', resolved_at FROM task WHERE resolved_at IS NOT NULL
    UNION ALL SELECT *, 'cancelled', closed_at FROM task WHERE resolved_at IS NULL AND closed_at IS NOT NULL
) AS moment
CROSS JOIN LATERAL unnest(
    CASE skill_ids WHEN '{}' THEN inferred_ids ELSE skill_ids END || ''::text) AS skill
CROSS JOIN LATERAL unnest(ARRAY[team_id, '']) AS team
CROSS JOIN LATERAL unnest(ARRAY[(at AT TIME ZONE 'UTC')::date, 'infinity']) AS counted_day
CROSS JOIN LATERAL (SELECT
    CASE team WHEN '' THEN date_trunc('week', counted_day::timestamp)::date ELSE counted_day END
) AS counted (period)
WHERE (skill_ids || inferred_ids) <> '{}' AND team IS NOT NULL AND at IS NOT NULL
GROUP BY team, skill, period, kind, skill_ids = '{}' ORDER BY 1
"""
LEFT = "SELECT count(*) FROM task_delta"


async def figures(database: Database) -> list[str]:
    """Every figure: what was folded and what was not."""
    async with database.reading() as conn:
        return [row["row"] for row in await conn.fetch(FIGURES)]


async def recounted(database: Database) -> list[str]:
    """The same from the tasks themselves."""
    async with database.reading() as conn:
        return [row["row"] for row in await conn.fetch(RECOUNT)]


async def fold_some(database: Database, limit: int | None = None) -> int:
    """Folds so many changes, or as many as a round does. Returns how many are left."""
    async with database.transaction(Cause(new_id(), "fold_figures")) as tx:
        if limit is None:
            await fold_figures(tx)
        else:
            await fold(tx.conn, limit)
        return int(await tx.conn.fetchval(LEFT))
