"""Promises 1, 2 and 4: positions fence, repeats change nothing, ids derive from their cause."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from touchline_runtime.position import Place
from touchline_runtime.transaction import Database

from .stream import PLACE, Log, closed, consumer_on, emitted, set_aside, story


async def test_an_event_published_twice_has_its_effect_once(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.event(closed("C1"), "e1"), log.event(closed("C1"), "e1")])
    assert await consumer.handle([log.event(closed("C1"), "e1")])
    assert await story(database) == [("C1", "closed")]
    assert len(await emitted(database)) == 1


async def test_records_read_again_after_a_rebalance_are_dropped(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    batch = [log.event(closed("C1"), "e1"), log.event(closed("C2"), "e2")]
    assert await consumer.handle(batch)
    assert await consumer.handle(batch)
    assert await story(database) == [("C1", "closed"), ("C2", "closed")]


async def test_the_same_id_with_another_payload_is_set_aside_and_blocks_nobody(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.event(closed("C1"), "e1")])
    assert await consumer.handle(
        [log.event(closed("C1", "changed"), "e1"), log.event(closed("C1", "later"), "e2")]
    )
    assert await story(database) == [("C1", "closed"), ("C1", "later")]
    assert await set_aside(database) == [("quarantined", "conflict", "*", "C1")]


async def test_a_worker_whose_position_was_moved_is_fenced_and_changes_nothing(database: Database) -> None:
    log = Log()
    zombie, successor = await consumer_on(database), await consumer_on(database)
    batch = [log.event(closed("C1"), "e1")]
    assert await successor.handle(batch)
    assert not await zombie.handle(batch)
    assert await story(database) == [("C1", "closed")]
    assert len(await emitted(database)) == 1


async def test_a_fenced_worker_goes_on_from_where_postgresql_says(database: Database) -> None:
    log = Log()
    zombie, successor = await consumer_on(database), await consumer_on(database)
    first, second = log.event(closed("C1"), "e1"), log.event(closed("C2"), "e2")
    assert await successor.handle([first])
    assert not await zombie.handle([first])
    places = list(zombie.next)
    assert await zombie.place_at(places) == {places[0]: 1}
    assert await zombie.handle([first, second])
    assert await story(database) == [("C1", "closed"), ("C2", "closed")]


async def test_a_position_that_becomes_known_while_a_batch_is_read_lets_no_end_of_it_through(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, consumer = Log(), await consumer_on(database)
    records = [log.event(closed(f"C{n}"), f"e{n}") for n in range(20)]
    known = [replace(record, partition=1) for record in records[:5]]
    position = consumer.next.pop(PLACE)
    consumer.next[Place(PLACE.topic, 1)] = 0
    monkeypatch.setattr("touchline_runtime.turns.SLICE_SECONDS", 0.0)
    reading = asyncio.create_task(consumer.read([*known, *records]))
    await asyncio.sleep(0)
    consumer.next[PLACE] = position
    assert {inbound.place for inbound in await reading} == {Place(PLACE.topic, 1)}


async def test_the_same_event_gives_the_same_emitted_ids_on_another_database(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.event(closed("C1"), "e1"), log.event(closed("C2"), "e2")])
    together = await emitted(database)
    async with database.reading() as conn:
        await conn.execute("TRUNCATE outbox, consumer_position, inbox")
    log, again = Log(), await consumer_on(database)
    assert await again.handle([log.event(closed("C1"), "e1")])
    assert await again.handle([log.event(closed("C2"), "e2")])
    assert await emitted(database) == together
