"""Every SQL statement about the history of skills."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from asyncpg import Record

from skills.catalogue.history.entry import Entry
from touchline_runtime.transaction import Connection

RECORD = """
INSERT INTO skill_history (skill_id, revision, kind, changes, actor, at)
SELECT skill_id, revision, kind, changes::jsonb, $5, $6
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) AS t (skill_id, revision, kind, changes)
"""
# With the histories of those that were merged into it.
LIST_HISTORY = """
SELECT number, skill_id, revision, kind, changes::text AS changes, actor, at FROM skill_history
WHERE skill_id = ANY(ARRAY(
        SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id) WHERE asked.id = $1))
  AND ($2::bigint IS NULL OR number < $2)
ORDER BY number DESC LIMIT $3
"""


async def record(conn: Connection, entries: Sequence[Entry], by: str | None, at: datetime) -> None:
    """Writes changes of skills, in their order. The catalogue must be locked."""
    changes = [json.dumps([asdict(change) for change in entry.changes]) for entry in entries]
    ids, revisions = [entry.skill_id for entry in entries], [entry.revision for entry in entries]
    await conn.execute(RECORD, ids, revisions, [entry.kind for entry in entries], changes, by, at)


async def list_history(conn: Connection, skill_id: str, before: int | None, limit: int) -> list[Record]:
    """Changes of a skill, newest first, before a number."""
    return await conn.fetch(LIST_HISTORY, skill_id, before, limit)
