"""Order of a key where a second unreadable event came while the first was waiting, and stops that last."""

from __future__ import annotations

import pytest

from touchline_runtime import replay, stops
from touchline_runtime.transaction import Database

from .stream import ASK, PLACE, REMEMBER, Log, closed, consumer_on, reopened, rows, set_aside, story

SUBSCRIPTIONS = (ASK, REMEMBER)


async def two_faults(database: Database) -> list[int]:
    """M1 P1 M2 P2 of one key; the numbers of M1 and M2."""
    log, consumer = Log(), await consumer_on(database)
    batch = [
        log.malformed("C1", "m1"),
        log.event(closed("C1", "first"), "p1"),
        log.malformed("C1", "m2"),
        log.event(reopened("C1", "second"), "p2"),
    ]
    assert await consumer.handle(batch)
    found = await rows(database, "SELECT id FROM quarantine WHERE kind = 'malformed' ORDER BY id")
    return [number for (number,) in found]


async def discard(database: Database, number: int) -> replay.Outcome:
    async with database.transaction(None) as tx:
        return await replay.discard(tx, SUBSCRIPTIONS, number, "operator")


async def test_what_came_after_a_second_unreadable_event_waits_for_that_one_too(database: Database) -> None:
    first, second = await two_faults(database)
    assert (await discard(database, first)).applied == 1
    assert await story(database) == [("C1", "first")]
    assert (await discard(database, second)).applied == 1
    assert await story(database) == [("C1", "first"), ("C1", "second")]


async def test_discarding_the_second_first_releases_nothing_before_its_turn(database: Database) -> None:
    first, second = await two_faults(database)
    assert (await discard(database, second)).applied == 0
    assert await story(database) == []
    assert (await discard(database, first)).applied == 2
    assert await story(database) == [("C1", "first"), ("C1", "second")]


async def test_the_second_cannot_be_replayed_before_the_first_is_settled(database: Database) -> None:
    first, second = await two_faults(database)
    with pytest.raises(replay.NotOpen, match=f"waits behind event {first}"):
        async with database.transaction(None) as tx:
            await replay.replay(tx, SUBSCRIPTIONS, second, "operator")


async def test_a_stop_lasts_when_the_consumer_starts_again(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database, failures=2, patience=0.2)
    poison = [log.event(closed(f"C{n}", "poison"), f"e{n}") for n in range(3)]
    assert not await consumer.handle(poison)
    async with database.reading() as conn:
        await conn.execute("UPDATE quarantine SET created_at = created_at - interval '1 hour'")
    again = await consumer_on(database, failures=2, patience=0.2)
    assert again.stopped == REMEMBER.name
    assert not await again.handle(poison[2:])
    assert len(await set_aside(database)) == 2


async def test_another_worker_sets_nothing_aside_for_a_stopped_subscription(database: Database) -> None:
    log = Log()
    other = await consumer_on(database, failures=2, patience=0.2)
    async with database.transaction(None) as tx:
        await stops.stop(tx.conn, "work", REMEMBER.name, "stopped by its neighbour", tx.now)
    assert not await other.handle([log.event(closed("C1", "poison"), "e1")])
    assert other.stopped == REMEMBER.name
    assert await set_aside(database) == []
    async with database.transaction(None) as tx:
        assert await stops.resume(tx.conn, REMEMBER.name, tx.now)
    assert other.next[PLACE] == 0
