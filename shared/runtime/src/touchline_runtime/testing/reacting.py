"""Runs a reaction on events as a consumer would, and reads what was emitted."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import orjson

from touchline_contracts.envelope import (
    Envelope,
    Received,
    attributes_of,
    data_of,
    envelope_of,
    payload_of,
    revised,
)
from touchline_contracts.event import Event
from touchline_runtime.dispatch import call
from touchline_runtime.ids import derived_id
from touchline_runtime.subscription import Reaction, Subscription
from touchline_runtime.transaction import Database

OUTBOX = "SELECT headers, payload FROM outbox ORDER BY id"
_offsets: WeakKeyDictionary[Database, int] = WeakKeyDictionary()


def delivered(event: Event, *, id: str | None = None, source: str = "/test") -> Received[Event]:
    """An event in an envelope. Without ``id``, equal events get equal ids, as on a redelivery."""
    return Received(
        Envelope(id=id or derived_id(event.TYPE, payload_of(event).decode()), source=source, type=event.TYPE),
        event,
    )


async def react(
    database: Database, reaction: Reaction | Subscription, *events: Event | Received[Any]
) -> list[Event]:
    """Runs ``reaction`` on one batch in a transaction of its own. Returns what it emitted, in order.

    A bare function is run as a decision; give the Subscription to have a projection refused to emit.
    """
    subscription = reaction if isinstance(reaction, Subscription) else Subscription((), reaction, "decision")
    received = [_numbered(database, event) for event in events]
    async with database.transaction(None) as tx:
        await call(tx, subscription, received)
        rows = tuple(tx.emitted())
    return [_event(row.headers, row.payload).event for row in rows]


async def outbox_of(database: Database) -> list[Event]:
    """Everything emitted and not published, in the order of publication."""
    return [received.event for received in await sent(database)]


async def sent(database: Database) -> list[Received[Event]]:
    """As ``outbox_of``, with envelopes."""
    async with database.reading() as conn:
        return [_event(row["headers"], row["payload"]) for row in await conn.fetch(OUTBOX)]


def _numbered(database: Database, event: Event | Received[Any]) -> Received[Event]:
    _offsets[database] = offset = _offsets.get(database, -1) + 1
    return revised(event if isinstance(event, Received) else delivered(event), offset)


def _event(headers: str, payload: bytes) -> Received[Event]:
    attributes = attributes_of((name, value.encode()) for name, value in orjson.loads(headers))
    envelope = envelope_of(attributes)
    return Received(envelope, data_of(envelope, payload))
