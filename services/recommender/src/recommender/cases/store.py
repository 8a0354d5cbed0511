"""Every SQL statement about the tasks that were seen."""

from __future__ import annotations

from collections.abc import Collection

from recommender.cases.record import CaseRecord
from touchline_runtime.transaction import Connection

FIND = "SELECT number, revision, finished, told, taught FROM task_case WHERE number = ANY($1::text[])"
SAVE = """
INSERT INTO task_case (number, revision, finished, told, taught)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[], $4::text[], $5::text[])
ON CONFLICT (number) DO UPDATE
SET revision = excluded.revision, finished = excluded.finished, told = excluded.told, taught = excluded.taught
"""
COUNT_FINISHED = "SELECT count(*) FROM task_case WHERE finished"


async def find(conn: Connection, numbers: Collection[str]) -> dict[str, CaseRecord]:
    """The known ones among these tasks, by number."""
    return {row["number"]: CaseRecord(**row) for row in await conn.fetch(FIND, list(numbers))}


async def save(conn: Connection, records: Collection[CaseRecord]) -> None:
    """Writes each task's record, one per number. Sorted, so that two writers cannot lock crosswise."""
    rows = sorted(records, key=lambda record: record.number)
    await conn.execute(
        SAVE,
        [row.number for row in rows],
        [row.revision for row in rows],
        [row.finished for row in rows],
        [row.told for row in rows],
        [row.taught for row in rows],
    )


async def count_finished(conn: Connection) -> int:
    """How many tasks are finished."""
    return int(await conn.fetchval(COUNT_FINISHED))
