"""Every SQL statement that writes finished work."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from recommender.work.finished_task import FinishedTask
from touchline_runtime.transaction import Connection

SAVE = """
INSERT INTO finished_task (number, revision, finished, agent_id, team_id, finished_at, skill_ids)
SELECT number, revision, finished, agent_id, team_id, finished_at,
    ARRAY(SELECT jsonb_array_elements_text(skills::jsonb))
FROM unnest($1::text[], $2::bigint[], $3::boolean[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
    AS task(number, revision, finished, agent_id, team_id, finished_at, skills)
ON CONFLICT (number) DO UPDATE
SET revision = excluded.revision, finished = excluded.finished, agent_id = excluded.agent_id,
    team_id = excluded.team_id, finished_at = excluded.finished_at, skill_ids = excluded.skill_ids
WHERE finished_task.revision <= excluded.revision
"""


async def save(conn: Connection, tasks: Sequence[FinishedTask]) -> None:
    """Writes tasks, each once and sorted by number; what is older than what is known changes nothing."""
    *columns, skills = zip(*tasks, strict=True)
    await conn.execute(SAVE, *map(list, columns), [orjson.dumps(ids).decode() for ids in skills])
