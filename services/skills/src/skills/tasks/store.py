"""Every SQL statement about tasks."""

from __future__ import annotations

from collections.abc import Sequence

from skills.tasks.snapshots import skill_ids
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.transaction import Connection

SAVE_TASKS = """
INSERT INTO task (number, revision, kind, agent_id, team_id, opened_at, resolved_at, skill_ids)
SELECT * FROM unnest($1::task_snapshot[])
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
            *(task.opened_at, task.resolved_at, skill_ids(task)),
        )
        for task in tasks
    ]
    await conn.execute(SAVE_TASKS, rows)
