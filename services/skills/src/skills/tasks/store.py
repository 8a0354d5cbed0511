"""Every SQL statement about tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from skills.tasks.snapshots import skill_ids
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Connection

# What a task calls for is what its tags say; what was inferred of it counts only where there are none.
# Old is the very version that was replaced, also where somebody else stored it a moment ago.
_COUNTED = """
    RETURNING old.team_id AS old_team, old.kind AS old_kind, old.opened_at AS old_opened,
        old.resolved_at AS old_resolved, old.closed_at AS old_closed, old.skill_ids AS old_skills,
        old.inferred_ids AS old_inferred,
        new.team_id, new.kind, new.opened_at, new.resolved_at, new.closed_at, new.skill_ids, new.inferred_ids
),
changed AS (
    SELECT told.* FROM saved CROSS JOIN LATERAL (VALUES
        (1, team_id, kind, opened_at, resolved_at, closed_at, skill_ids, inferred_ids),
        (-1, old_team, old_kind, old_opened, old_resolved, old_closed, old_skills, old_inferred)
    ) AS told (n, team_id, kind, opened_at, resolved_at, closed_at, skill_ids, inferred_ids)
    WHERE (saved.team_id, saved.kind, saved.opened_at, saved.resolved_at,
            coalesce(saved.resolved_at, saved.closed_at), saved.skill_ids, saved.inferred_ids)
        IS DISTINCT FROM (old_team, old_kind, old_opened, old_resolved,
            coalesce(old_resolved, old_closed), old_skills, old_inferred)
)
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
"""
SAVE_TASKS = (
    """
WITH saved AS (
    INSERT INTO task (
        number, revision, kind, agent_id, team_id, opened_at, resolved_at, closed_at, skill_ids)
    SELECT * FROM unnest($1::task_state[])
    ON CONFLICT (number) DO UPDATE SET revision = excluded.revision, kind = excluded.kind,
        agent_id = excluded.agent_id, team_id = excluded.team_id, opened_at = excluded.opened_at,
        resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, skill_ids = excluded.skill_ids
    WHERE task.revision <= excluded.revision
"""
    + _COUNTED
)
# A task that is not known yet gets a row of revision 0, which counts nowhere until its first snapshot comes.
SAVE_INFERRED = (
    """
WITH saved AS (
    INSERT INTO task (number, revision, kind, skill_ids, inferred_ids, inferred_position)
    SELECT number, 0, '', '{}', array(SELECT jsonb_array_elements_text(skills::jsonb)), position
    FROM unnest($1::text[], $2::bigint[], $3::text[]) AS told (number, position, skills)
    ON CONFLICT (number) DO UPDATE
    SET inferred_ids = excluded.inferred_ids, inferred_position = excluded.inferred_position
    WHERE task.inferred_position < excluded.inferred_position
"""
    + _COUNTED
)
COUNT_TASKS = "SELECT count(*) FROM task WHERE revision > 0"


async def save_tasks(conn: Connection, tasks: Sequence[TaskEvent]) -> None:
    """Stores snapshots, at most one a task and sorted by it, unless a newer one is there, and what they
    change of the figures.
    """
    rows = [
        (
            *(task.number, task.revision, task.kind, task.agent_id, task.team_id),
            *(task.opened_at, task.resolved_at, task.closed_at, skill_ids(task)),
        )
        for task in tasks
    ]
    await conn.execute(SAVE_TASKS, rows)


async def save_inferred(conn: Connection, told: Mapping[str, TaskSkillsInferred]) -> None:
    """Stores what was inferred of tasks, by number, unless something later is there."""
    numbers = sorted(told)
    skills = [json.dumps([one.skill_id for one in told[number].skills]) for number in numbers]
    positions = [told[number].position for number in numbers]
    await conn.execute(SAVE_INFERRED, numbers, positions, skills)
