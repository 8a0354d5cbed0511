"""Which events were applied, so that a repeat changes nothing however late or at whatever offset it comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from touchline_contracts.envelope import Envelope
from touchline_runtime.ids import lock_number

if TYPE_CHECKING:
    from touchline_runtime.transaction import Connection

# Two generations are kept: entries live for one to two retention periods, and the oldest are dropped as
# a whole table instead of row by row.
ADMIT = """
WITH incoming AS (SELECT * FROM unnest($1::inbox_entry[])),
admitted AS (
    INSERT INTO inbox (event_key, payload_hash, generation)
    SELECT event_key, payload_hash, $2 FROM incoming
    WHERE NOT EXISTS (
        SELECT FROM inbox AS old WHERE old.event_key = incoming.event_key AND old.generation = $2 - 1
    )
    ON CONFLICT DO NOTHING
    RETURNING event_key
)
SELECT event_key FROM incoming WHERE NOT EXISTS (
    SELECT FROM admitted WHERE admitted.event_key = incoming.event_key
)
"""
KNOWN_HASHES = """
SELECT event_key, payload_hash FROM inbox WHERE event_key = ANY($1::bytea[]) AND generation = ANY($2::int[])
"""
# IF NOT EXISTS does not wait: two processes that start together would both create a table.
LOCK_GENERATIONS = "SELECT pg_advisory_xact_lock($1)"
GENERATIONS = """
SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'inbox'::regclass
"""
ADD_GENERATION = "CREATE TABLE IF NOT EXISTS {name} PARTITION OF inbox FOR VALUES IN ({number})"
DROP_GENERATION = "DROP TABLE {name}"
OURS = "/touchline/"
"""How the sources of events begin that a service of ours publishes."""


class Entry(NamedTuple):
    """An event as the inbox knows it: 16 bytes for (consumer, source, id), 8 for its type and payload.

    The 8 bytes are length and CRC-32: they tell a publisher's mistake, not an attack, on the hottest path
    there is. For events that Touchline itself publishes they are for the type alone.
    """

    event_key: bytes
    payload_hash: int


def entry(consumer: str, envelope: Envelope, payload: bytes) -> Entry:
    """The inbox entry of an event."""
    name = f"{consumer}\x1f{envelope.source}\x1f{envelope.id}".encode()
    # Our own ids derive from what caused the event. A service that was restored from a backup decides again
    # and says the same under the same id, at another time: a repeat, though its payload is not the same.
    said = b"" if envelope.source.startswith(OURS) else payload
    checksum = crc32(envelope.type.encode(), crc32(said))
    return Entry(blake2b(name, digest_size=16).digest(), len(said) << 32 | checksum)


def generation(at: datetime, retention: timedelta) -> int:
    """The number of the retention period that ``at`` lies in."""
    return int(at.timestamp() // retention.total_seconds())


async def admit(conn: Connection, entries: Sequence[Entry], current: int) -> dict[bytes, int]:
    """Notes new entries. Returns those that were there already, with the hash they were noted with."""
    if not entries:
        return {}
    repeated = [row["event_key"] for row in await conn.fetch(ADMIT, entries, current)]
    if not repeated:
        return {}
    known = await conn.fetch(KNOWN_HASHES, repeated, [current, current - 1])
    return {row["event_key"]: row["payload_hash"] for row in known}


async def keep_generations(conn: Connection, current: int) -> None:
    """Makes the tables for this generation and the next, and drops those before the last."""
    await conn.execute(LOCK_GENERATIONS, lock_number("inbox", "generations"))
    names = {row["name"] for row in await conn.fetch(GENERATIONS)}
    for number in (current - 1, current, current + 1):
        name = f"inbox_{number}"
        if name not in names:
            await conn.execute(ADD_GENERATION.format(name=name, number=number))
    for name in names:
        if name.removeprefix("inbox_").isdigit() and int(name.removeprefix("inbox_")) < current - 1:
            await conn.execute(DROP_GENERATION.format(name=name))
