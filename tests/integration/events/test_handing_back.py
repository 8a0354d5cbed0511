"""What a consumer does with a batch that it cannot finish: back as a whole, soon, and without a gap."""

from __future__ import annotations

import asyncio
from time import monotonic

from touchline_runtime import stops
from touchline_runtime.consumer import Consumer
from touchline_runtime.transaction import Database

from .stream import PLACE, Log, closed, consumer_on, story


async def stopped_consumer(database: Database) -> Consumer:
    consumer = await consumer_on(database, patience=30.0)
    async with database.transaction(None) as tx:
        await stops.stop(tx.conn, "work", "some_subscription", "too many failures", tx.now)
    await consumer.place_at([PLACE])
    return consumer


async def resume(database: Database) -> None:
    async with database.transaction(None) as tx:
        await stops.resume(tx.conn, "some_subscription", tx.now)


async def test_a_batch_whose_position_was_lost_while_it_waited_is_handed_back(database: Database) -> None:
    """Were it dropped as done, the batch after it would be applied and leave a gap."""
    log, consumer = Log(), await stopped_consumer(database)
    handling = asyncio.create_task(consumer.handle([log.event(closed("C1"), "e1")]))
    await asyncio.sleep(0.2)
    consumer.next.pop(PLACE)
    await resume(database)
    assert not await handling
    assert await story(database) == []


async def test_a_consumer_that_leaves_does_not_wait_for_an_operator(database: Database) -> None:
    log, consumer = Log(), await stopped_consumer(database)
    handling = asyncio.create_task(consumer.handle([log.event(closed("C1"), "e1")]))
    await asyncio.sleep(0.2)
    began, consumer.leaving = monotonic(), True
    assert not await handling
    assert monotonic() - began < 5


async def test_a_consumer_that_leaves_does_not_wait_for_the_database(
    database: Database, database_url: str
) -> None:
    closed_one = await Database.connect(database_url, service="tests", max_size=1)
    log, consumer = Log(), await consumer_on(closed_one, patience=30.0)
    await closed_one.close()
    handling = asyncio.create_task(consumer.handle([log.event(closed("C1"), "e1")]))
    await asyncio.sleep(0.2)
    assert not handling.done()
    began, consumer.leaving = monotonic(), True
    assert not await handling
    assert monotonic() - began < 5
