"""Every statement about the activity of assessments."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from asyncpg import Record

from coaching.activity.entry import Entry
from touchline_runtime.transaction import Connection

NOTE = """
insert into assessment_activity (assessment_id, at, person_id, kind, text, details)
select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
"""

ENTRIES_BEFORE = """
select id, at, person_id, kind, text, details from assessment_activity
where assessment_id = $1 and ($2::bigint is null or id < $2)
order by id desc limit $3
"""


async def note(conn: Connection, entries: Sequence[Entry]) -> None:
    """Stores entries in this order, which is the order that they are read back in."""
    if not entries:
        return
    rows = [entry._replace(details=orjson.dumps(entry.details).decode()) for entry in entries]  # type: ignore[arg-type]
    await conn.execute(NOTE, *(list(column) for column in zip(*rows, strict=True)))


async def entries_before(
    conn: Connection, assessment_id: str, before: int | None, limit: int
) -> list[Record]:
    """Entries of an assessment, the newest first; ``before`` is the id of the last one seen."""
    return await conn.fetch(ENTRIES_BEFORE, assessment_id, before, limit)
