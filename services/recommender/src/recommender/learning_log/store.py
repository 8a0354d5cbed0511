"""Every SQL statement of the learning log and of the position up to which it was learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson

from recommender.learning_log.entry import Entry, Told, fields_of, kind_of, told_of
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

# The row lock lasts until the commit: positions have no gaps and commit in their order.
TAKE_POSITIONS = "UPDATE learning_log_head SET position = position + $1 RETURNING position - $1"
APPEND = """
INSERT INTO learning_log (position, kind, content, correlation_id, traceparent, recorded_at)
SELECT $1 + entry.ordinality, entry.kind, entry.content::jsonb, entry.correlation_id, entry.traceparent, $2
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
    AS entry(kind, content, correlation_id, traceparent)
"""
READ_AFTER = """
SELECT position, kind, content::text AS content, correlation_id, traceparent FROM learning_log
WHERE position > $1 AND position <= $2 ORDER BY position
"""
READ_AT = """
SELECT position, kind, content::text AS content, correlation_id, traceparent FROM learning_log
WHERE position = ANY($1::bigint[]) ORDER BY position
"""
DIGEST_AT = "SELECT decode(md5(kind || content::text), 'hex') FROM learning_log WHERE position = $1"
LEARNED_TO = "SELECT position FROM learner"
BECOME_LEARNER = "SELECT pg_try_advisory_lock($1)"
ADVANCE = """
UPDATE learner SET position = $2, model_version = $3, threshold = $4, skills_learned = $5, updated_at = $6
WHERE position = $1
"""
COUNT_BEHIND = "SELECT head.position - learner.position FROM learning_log_head AS head, learner"
COUNT_ENTRIES = "SELECT position FROM learning_log_head"
PROGRESS = """
SELECT head.position AS log_length, learner.position AS learned_to, learner.model_version, learner.threshold,
    learner.skills_learned, learner.updated_at
FROM learning_log_head AS head, learner
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the learner is. ``skills_learned``: skills it has seen on cases."""

    log_length: int
    learned_to: int
    model_version: str | None
    threshold: float | None
    skills_learned: int
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class New:
    """An entry to be appended, and the chain of events it belongs to."""

    told: Told
    correlation_id: str | None = None
    traceparent: str | None = None


async def append(conn: Connection, entries: Sequence[New], now: datetime) -> None:
    """Adds entries at the end of the log; others that want to wait until this transaction ends."""
    if not entries:
        return
    before = await conn.fetchval(TAKE_POSITIONS, len(entries))
    await conn.execute(
        APPEND,
        before,
        now,
        [kind_of(entry.told) for entry in entries],
        [orjson.dumps(fields_of(entry.told)).decode() for entry in entries],
        [entry.correlation_id for entry in entries],
        [entry.traceparent for entry in entries],
    )


async def read_after(conn: Connection, position: int, limit: int) -> list[Entry]:
    """Up to ``limit`` entries that follow ``position``, in order."""
    return [_entry(row) for row in await conn.fetch(READ_AFTER, position, position + limit)]


async def read_at(conn: Connection, positions: Sequence[int]) -> dict[int, Entry]:
    """The entries at these positions."""
    return {row["position"]: _entry(row) for row in await conn.fetch(READ_AT, list(positions))}


async def digest_at(conn: Connection, position: int) -> bytes | None:
    """Sixteen bytes that tell the entry at this position from others; None if there is none."""
    found = await conn.fetchval(DIGEST_AT, position)
    return None if found is None else bytes(found)


async def learned_to(conn: Connection) -> int:
    """The position up to which the effects of learning are committed."""
    return int(await conn.fetchval(LEARNED_TO))


async def become_learner(conn: Connection) -> bool:
    """True for one session at a time: the others stand by. It ends with the connection.

    It saves double work only; that two learners cannot both commit is held by ``advance``.
    """
    return bool(await conn.fetchval(BECOME_LEARNER, lock_number("recommender", "learner")))


async def advance(
    conn: Connection, before: int, after: int, *, version: str, threshold: float, skills: int, now: datetime
) -> bool:
    """Moves the learner from ``before`` to ``after``; False if another learner has moved it meanwhile."""
    done = await conn.execute(ADVANCE, before, after, version, threshold, skills, now)
    return bool(done == "UPDATE 1")


async def progress(conn: Connection) -> Progress:
    """How far the learner is behind the log."""
    row = await conn.fetchrow(PROGRESS)
    if row is None:
        raise LookupError("the learner's row is missing: the migration makes it")
    return Progress(**row)


def _entry(row: asyncpg.Record) -> Entry:
    told = told_of(row["kind"], orjson.loads(row["content"]))
    return Entry(row["position"], told, row["correlation_id"], row["traceparent"])
