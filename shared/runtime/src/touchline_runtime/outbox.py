"""Events to be published, kept in the transaction that decided them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import orjson

from touchline_contracts.envelope import Envelope, headers_of, payload_of
from touchline_contracts.event import Event

if TYPE_CHECKING:
    from touchline_runtime.transaction import Connection

MAX_BYTES = 900_000
"""Of payload and headers: below Kafka's usual message limit of 1 MiB, with room for the key."""

# Taken in one order and as the last lock of a transaction, so that it cannot close a cycle.
LOCK_KEYS = """
SELECT pg_advisory_xact_lock(key)
FROM (SELECT hashtextextended(topic_key, 0) AS key FROM unnest($1::text[]) AS topic_key ORDER BY 1) AS keys
"""
INSERT = """
INSERT INTO outbox (event_id, topic, key, headers, payload)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
"""
HEAD = "SELECT id, topic, key, headers, payload FROM outbox ORDER BY id LIMIT $1"
DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
WAITING = "SELECT count(*), min(created_at) FROM outbox"


class EventTooLarge(ValueError):
    """An event that no broker would take."""


class Row(NamedTuple):
    """One event on its way out."""

    event_id: str
    topic: str
    key: str
    headers: str
    payload: bytes


def row(envelope: Envelope, event: Event) -> Row:
    """The outbox row of an event. Raises MalformedEvent for what no subscriber could read, and EventTooLarge
    above MAX_BYTES: it would block the relay for ever.

    Headers count: they pass on what other systems sent, of whatever length.
    """
    payload = payload_of(event)
    headers = orjson.dumps([[name, value.decode()] for name, value in headers_of(envelope)])
    size = len(payload) + len(headers)
    if size > MAX_BYTES:
        raise EventTooLarge(f"{event.TYPE} is {size} bytes; at most {MAX_BYTES} can be published")
    return Row(envelope.id, event.TOPIC, event.key(), headers.decode(), payload)


async def write(conn: Connection, rows: Sequence[Row]) -> None:
    """Stores rows so that, for each key, the order of ids is the order of commits."""
    if not rows:
        return
    await conn.execute(LOCK_KEYS, list({f"{row.topic} {row.key}" for row in rows}))
    await conn.execute(INSERT, *map(list, zip(*rows, strict=True)))
