"""Events to be published, kept in the transaction that decided them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import orjson

from touchline_contracts.envelope import Envelope, headers_of, payload_of
from touchline_contracts.event import Event
from touchline_runtime.ids import lock_number

if TYPE_CHECKING:
    from touchline_runtime.transaction import Connection

MAX_BYTES = 900_000
"""Of payload and headers: below Kafka's usual message limit of 1 MiB, with room for the key."""

MANY = 1_000
"""Keys. A transaction with more of them takes all at once: each lock is an entry of a table of fixed size."""

# Taken in one order and as the last locks of a transaction, so that they cannot close a cycle. Whoever takes
# keys one by one shares the lock on all of them, and so waits for who has them all, and the other way round.
LOCK_KEYS = """
WITH shared AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared($2::bigint))
SELECT pg_advisory_xact_lock(key) FROM shared, (
    SELECT hashtextextended(topic_key, 0) AS key FROM unnest($1::text[]) AS topic_key ORDER BY 1
) AS keys
"""
LOCK_ALL = "SELECT pg_advisory_xact_lock($1)"
_ALL = lock_number("touchline", "outbox")
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
    keys = list({f"{row.topic} {row.key}" for row in rows})
    if len(keys) > MANY:
        await conn.execute(LOCK_ALL, _ALL)
    else:
        await conn.execute(LOCK_KEYS, keys, _ALL)
    await conn.execute(INSERT, *map(list, zip(*rows, strict=True)))
