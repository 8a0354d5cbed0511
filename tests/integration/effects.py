"""What events have led to in a service's database: the rows of its tables, and what it emitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from touchline_contracts.envelope import Received
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing import delivered, react, sent
from touchline_runtime.transaction import Database

TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'outbox' ORDER BY tablename
"""
ROWS = 'SELECT to_json(t)::text AS row FROM "{}" t ORDER BY 1'


async def effects(database: Database) -> dict[str, list[object]]:
    """All rows of all tables, and the emitted events with their envelopes, in order."""
    found: dict[str, list[object]] = {"emitted": list(await sent(database))}
    async with database.reading() as conn:
        for (table,) in await conn.fetch(TABLES):
            found[table] = [row["row"] for row in await conn.fetch(ROWS.format(table))]
    return found


async def react_in_batches(
    database: Database, subscription: Subscription, events: Sequence[Received[Any]], size: int
) -> None:
    """Runs ``subscription`` on the events, ``size`` at a time."""
    for start in range(0, len(events), size):
        await react(database, subscription, *events[start : start + size])


def with_repeats(random: Random, events: Iterator[Any], count: int) -> list[Received[Any]]:
    """Deliveries of ``count`` events, some of which say again, as a new event, what one before said."""
    found: list[Any] = []
    for event in events:
        repeated = found and random.random() < 0.1
        found.append(random.choice(found).model_copy() if repeated else event)
        if len(found) == count:
            break
    return [delivered(event, id=f"event-{number}") for number, event in enumerate(found)]
