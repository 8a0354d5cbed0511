"""Every SQL statement about tasks."""

from __future__ import annotations

from collections.abc import Sequence

from skills.tasks.snapshots import skill_ids
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Connection

# Skill ids hold no spaces, so one text carries several through unnest.
SAVE_TASKS = """
INSERT INTO task (number, revision, kind, agent_id, team_id, opened_at, resolved_at, skill_ids)
SELECT number, revision, kind, agent_id, team_id, opened_at, resolved_at, string_to_array(skills, ' ')
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
    $7::timestamptz[], $8::text[]
) AS t (number, revision, kind, agent_id, team_id, opened_at, resolved_at, skills)
ON CONFLICT (number) DO UPDATE SET revision = excluded.revision, kind = excluded.kind,
    agent_id = excluded.agent_id, team_id = excluded.team_id, opened_at = excluded.opened_at,
    resolved_at = excluded.resolved_at, skill_ids = excluded.skill_ids
WHERE task.revision <= excluded.revision
"""
COUNT_TASKS = "SELECT count(*) FROM task"


async def save_tasks(conn: Connection, tasks: Sequence[TaskEvent]) -> None:
    """Stores snapshots, at most one a task, unless a newer one is there."""
    rows = [
        (
            *(task.number, task.revision, task.kind, task.agent_id, task.team_id),
            *(task.opened_at, task.resolved_at, " ".join(skill_ids(task))),
        )
        for task in tasks
    ]
    await conn.execute(SAVE_TASKS, *map(list, zip(*rows, strict=True)))
