"""Events that could not be applied, and those of the same key that wait behind them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from asyncpg import Record

    from touchline_runtime.transaction import Connection

EVERY = "*"
"""Stands in for the subscription that failed where none did: the event could not be read, or it waits."""

INSERT = """
INSERT INTO quarantine (state, consumer, subscription, ordering_key, blocking, cluster_id, topic, partition,
    log_offset, message_key, headers, payload, event_id, event_type, kind, field, reason, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (consumer, cluster_id, topic, partition, log_offset) DO NOTHING
"""
SAME_AGAIN = """
SELECT EXISTS (
    SELECT FROM quarantine WHERE consumer = $1 AND event_id = $2 AND payload = $3 AND state = 'quarantined'
)
"""
BLOCKED = """
SELECT DISTINCT ordering_key FROM quarantine
WHERE consumer = $1 AND state IN ('quarantined', 'parked') AND blocking AND ordering_key IS NOT NULL
"""
FAILURES = """
SELECT count(*) FROM quarantine
WHERE consumer = $1 AND subscription = $2 AND kind = 'failed' AND created_at > $3
    AND created_at > coalesce(
        (SELECT resumed_at FROM subscription_stop WHERE consumer = $1 AND subscription = $2), '-infinity')
"""
STOP = """
INSERT INTO subscription_stop (consumer, subscription, stopped_at, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT (consumer, subscription)
DO UPDATE SET stopped_at = excluded.stopped_at, reason = excluded.reason, resumed_at = NULL
"""
RESUME = """
UPDATE subscription_stop SET resumed_at = $2
WHERE subscription = $1 AND resumed_at IS NULL RETURNING consumer
"""
STOPPED = """
SELECT consumer, subscription, stopped_at, reason FROM subscription_stop
WHERE resumed_at IS NULL ORDER BY 1, 2
"""
LIST = """
SELECT * FROM quarantine
WHERE id > $1 AND state = ANY($2::text[]) AND ($3::text IS NULL OR subscription = $3)
  AND ($4::text IS NULL OR ordering_key = $4)
ORDER BY id LIMIT $5
"""
GET = "SELECT * FROM quarantine WHERE id = $1"
LOCK = "SELECT * FROM quarantine WHERE id = $1 FOR UPDATE"
BEHIND = """
SELECT * FROM quarantine
WHERE consumer = $1 AND ordering_key = $2 AND state = 'parked' ORDER BY id FOR UPDATE
"""
SETTLE = "UPDATE quarantine SET state = $2, settled_at = $3, settled_by = $4 WHERE id = $1"
FAIL_AGAIN = """
UPDATE quarantine SET state = 'quarantined', kind = $2, field = $3, reason = $4, subscription = $5
WHERE id = $1
"""
OPEN_COUNTS = """
SELECT count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
       count(*) FILTER (WHERE state = 'parked') AS parked
FROM quarantine WHERE state IN ('quarantined', 'parked')
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an event stands here. ``kind``: malformed, conflict, failed or parked."""

    kind: str
    reason: str
    field: str | None = None
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A Kafka message as it came, with its place in the log. ``key`` orders it among others."""

    cluster_id: str
    topic: str
    partition: int
    offset: int
    message_key: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    payload: bytes | None
    key: str | None
    event_id: str | None = None
    event_type: str | None = None


async def put(
    conn: Connection, consumer: str, subscription: str, message: Message, fault: Fault, at: datetime
) -> None:
    """Sets an event aside. The same bytes set aside already are not set aside twice."""
    again = message.event_id is not None and fault.kind != "parked"
    if again and await conn.fetchval(SAME_AGAIN, consumer, message.event_id, message.payload or b""):
        return
    await conn.execute(
        INSERT,
        "parked" if fault.kind == "parked" else "quarantined",
        consumer,
        subscription,
        message.key,
        fault.blocking,
        message.cluster_id,
        message.topic,
        message.partition,
        message.offset,
        message.message_key,
        headers_to_json(message.headers),
        message.payload or b"",
        message.event_id,
        message.event_type,
        fault.kind,
        fault.field,
        fault.reason.replace("\x00", "\\0")[:4_000],
        at,
    )


async def blocked(conn: Connection, consumer: str) -> set[str]:
    """The keys whose later events must wait."""
    return {row["ordering_key"] for row in await conn.fetch(BLOCKED, consumer)}


async def failures_since(conn: Connection, consumer: str, subscription: str, since: datetime) -> int:
    """How many events failed in this subscription since then and since it was last resumed."""
    return int(await conn.fetchval(FAILURES, consumer, subscription, since) or 0)


async def stop(conn: Connection, consumer: str, subscription: str, reason: str, at: datetime) -> None:
    """Marks a subscription as stopped, until somebody resumes it."""
    await conn.execute(STOP, consumer, subscription, at, reason[:4_000])


async def stopped(conn: Connection) -> list[Record]:
    """The subscriptions that stand still: consumer, subscription, stopped_at, reason."""
    return list(await conn.fetch(STOPPED))


async def resume(conn: Connection, subscription: str, at: datetime) -> bool:
    """Lets a stopped subscription go on; false when it was not stopped."""
    return bool(await conn.fetch(RESUME, subscription, at))


async def list_events(
    conn: Connection,
    *,
    after: int = 0,
    states: Sequence[str] = ("quarantined", "parked"),
    subscription: str | None = None,
    key: str | None = None,
    limit: int = 50,
) -> list[Record]:
    """Events set aside, oldest first."""
    return list(await conn.fetch(LIST, after, list(states), subscription, key, limit))


async def get(conn: Connection, number: int) -> Record | None:
    """One event set aside, with its bytes."""
    return await conn.fetchrow(GET, number)


async def counts(conn: Connection) -> tuple[int, int]:
    """How many events are quarantined, and how many are parked behind them."""
    row = await conn.fetchrow(OPEN_COUNTS)
    return (row["quarantined"], row["parked"]) if row else (0, 0)


def headers_to_json(headers: Sequence[tuple[str, bytes | None]]) -> str:
    """Headers as JSON; bytes in base64, because a header may hold anything."""
    pairs = [[name, None if value is None else base64.b64encode(value).decode()] for name, value in headers]
    return orjson.dumps(pairs).decode()


def headers_from_json(text: str) -> tuple[tuple[str, bytes | None], ...]:
    """What headers_to_json stored."""
    pairs = orjson.loads(text)
    return tuple((name, None if value is None else base64.b64decode(value)) for name, value in pairs)


def window_start(now: datetime, seconds: float) -> datetime:
    """Where the window in which failures are counted begins."""
    return now - timedelta(seconds=seconds)
