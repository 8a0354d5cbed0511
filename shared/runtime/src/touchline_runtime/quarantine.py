"""Events that could not be applied, and those of the same key that wait behind them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
LIST = """
SELECT * FROM quarantine
WHERE id > $1 AND state = ANY($2::text[]) AND ($3::text IS NULL OR subscription = $3)
  AND ($4::text IS NULL OR ordering_key = $4)
ORDER BY id LIMIT $5
"""
GET = "SELECT * FROM quarantine WHERE id = $1"
LOCK = "SELECT * FROM quarantine WHERE id = $1 FOR UPDATE"
# What a key waits for: of two unreadable events of a key the first.
HEAD = """
SELECT min(id) FROM quarantine
WHERE consumer = $1 AND ordering_key = $2 AND state = 'quarantined' AND blocking
"""
BEHIND = """
SELECT * FROM quarantine
WHERE consumer = $1 AND ordering_key = $2 AND state = 'parked' AND ($3::bigint IS NULL OR id < $3)
ORDER BY id FOR UPDATE
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

    def storable(self) -> tuple[str | None, str]:
        """Field and reason as PostgreSQL takes them: both may quote what came."""
        field = None if self.field is None else self.field.replace("\x00", "\\0")[:1_000]
        return field, self.reason.replace("\x00", "\\0")[:4_000]


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
        *fault.storable(),
        at,
    )


async def blocked(conn: Connection, consumer: str) -> set[str]:
    """The keys whose later events must wait."""
    return {row["ordering_key"] for row in await conn.fetch(BLOCKED, consumer)}


async def head_of(conn: Connection, row: Record) -> int | None:
    """The number of the event that this row's key waits for; None when it waits for none."""
    number = await conn.fetchval(HEAD, row["consumer"], row["ordering_key"])
    return None if number is None else int(number)


async def fail_again(conn: Connection, number: int, subscription: str, fault: Fault) -> None:
    """Makes of an event set aside the one that the later ones of its key wait behind."""
    await conn.execute(FAIL_AGAIN, number, fault.kind, *fault.storable(), subscription)


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
