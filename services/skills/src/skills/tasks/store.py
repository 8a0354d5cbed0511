"""Every SQL statement about tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from asyncpg import SerializationError

from skills.tasks.snapshots import skill_ids
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Connection

# What a task calls for is what its tags say; what was inferred of it counts only where there are none.
_COUNTED = """
changed AS (
    SELECT 1 AS n, team_id, kind, opened_at, resolved_at, closed_at, skill_ids, inferred_ids FROM saved
    UNION ALL
    SELECT -1, b.team_id, b.kind, b.opened_at, b.resolved_at, b.closed_at, b.skill_ids, b.inferred_ids
    FROM before b JOIN saved USING (number)
),
counted AS (
    INSERT INTO task_delta (team_id, skill_id, day, kind, inferred, opened, finished, resolved, seconds)
    SELECT team_id, skill_id, (at AT TIME ZONE 'UTC')::date, kind, skill_ids = '{}',
        sum(n * opened), sum(n * finished), sum(n * resolved), sum(n * seconds)
    FROM changed
    CROSS JOIN LATERAL (VALUES
        (opened_at, 1, 0, 0, 0),
        (coalesce(resolved_at, closed_at), 0, 1, (resolved_at IS NOT NULL)::integer,
            greatest(0, coalesce(floor(extract(epoch FROM resolved_at - opened_at)), 0))::bigint)
    ) AS moment (at, opened, finished, resolved, seconds)
    CROSS JOIN LATERAL unnest(
        CASE skill_ids WHEN '{}' THEN inferred_ids ELSE skill_ids END || ''::text) AS skill_id
    WHERE (skill_ids <> '{}' OR inferred_ids <> '{}') AND at IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
    HAVING (sum(n * opened), sum(n * finished), sum(n * resolved), sum(n * seconds)) <> (0, 0, 0, 0)
)
SELECT count(*) FROM told LEFT JOIN before USING (number) LEFT JOIN saved USING (number)
WHERE saved.number IS NULL AND (before.number IS NULL OR
"""
# One statement, so one view of the tasks: what is replaced must be what was seen, or it is left and told of.
SAVE_TASKS = (
    """
WITH told AS (SELECT * FROM unnest($1::task_state[])),
before AS (SELECT task.* FROM told JOIN task USING (number)),
saved AS (
    INSERT INTO task (
        number, revision, kind, agent_id, team_id, opened_at, resolved_at, closed_at, skill_ids)
    SELECT * FROM told
    ON CONFLICT (number) DO UPDATE SET revision = excluded.revision, kind = excluded.kind,
        agent_id = excluded.agent_id, team_id = excluded.team_id, opened_at = excluded.opened_at,
        resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, skill_ids = excluded.skill_ids
    WHERE task.revision <= excluded.revision
      AND task.xmin = (SELECT seen.xmin FROM task AS seen WHERE seen.number = excluded.number)
    RETURNING *
),"""
    + _COUNTED
    + "before.revision <= told.revision)"
)
# A task that is not known yet gets a row of revision 0, which counts nowhere until its first snapshot comes.
SAVE_INFERRED = (
    """
WITH told AS (
    SELECT number, position, array(SELECT jsonb_array_elements_text(skills::jsonb)) AS skill_ids
    FROM unnest($1::text[], $2::bigint[], $3::text[]) AS told (number, position, skills)
),
before AS (SELECT task.* FROM told JOIN task USING (number)),
saved AS (
    INSERT INTO task (number, revision, kind, skill_ids, inferred_ids, inferred_position)
    SELECT number, 0, '', '{}', skill_ids, position FROM told
    ON CONFLICT (number) DO UPDATE
    SET inferred_ids = excluded.inferred_ids, inferred_position = excluded.inferred_position
    WHERE task.inferred_position < excluded.inferred_position
      AND task.xmin = (SELECT seen.xmin FROM task AS seen WHERE seen.number = excluded.number)
    RETURNING *
),"""
    + _COUNTED
    + "before.inferred_position < told.position)"
)
COUNT_TASKS = "SELECT count(*) FROM task WHERE revision > 0"


async def save_tasks(conn: Connection, tasks: Sequence[TaskEvent]) -> None:
    """Stores snapshots, at most one a task, unless a newer one is there, and what they change of the figures.

    Raises SerializationError, to be tried again, where somebody else stored one of them at the same moment.
    """
    rows = [
        (
            *(task.number, task.revision, task.kind, task.agent_id, task.team_id),
            *(task.opened_at, task.resolved_at, task.closed_at, skill_ids(task)),
        )
        for task in tasks
    ]
    if await conn.fetchval(SAVE_TASKS, rows):
        raise SerializationError("another transaction stored some of these tasks at the same moment")


async def save_inferred(conn: Connection, told: Mapping[str, TaskSkillsInferred]) -> None:
    """Stores what was inferred of tasks, by number, unless something later is there.

    Raises SerializationError as ``save_tasks`` does.
    """
    skills = [json.dumps([one.skill_id for one in event.skills]) for event in told.values()]
    positions = [event.position for event in told.values()]
    if await conn.fetchval(SAVE_INFERRED, list(told), positions, skills):
        raise SerializationError("another transaction stored some of these tasks at the same moment")
