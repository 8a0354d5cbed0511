"""Promise 6: bad input never blocks others, and keeps the order of its own key."""

from __future__ import annotations

from touchline_runtime import quarantine, replay, stops
from touchline_runtime.transaction import Database

from .stream import ASK, REMEMBER, Log, closed, consumer_on, emitted, reopened, rows, set_aside, story

SUBSCRIPTIONS = (ASK, REMEMBER)
REMEMBERING = REMEMBER.name


async def first_open(database: Database) -> int:
    async with database.reading() as conn:
        return int((await quarantine.list_events(conn, states=("quarantined",)))[0]["id"])


async def settle(database: Database, action: str) -> replay.Outcome:
    number = await first_open(database)
    settling = {"replay": replay.replay, "discard": replay.discard}[action]
    async with database.transaction(None) as tx:
        return await settling(tx, SUBSCRIPTIONS, number, "operator")


async def test_a_malformed_event_is_set_aside_with_its_reason_while_others_flow(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    batch = [log.event(closed("C1"), "e1"), log.malformed("C2", "e2"), log.event(closed("C3"), "e3")]
    assert await consumer.handle(batch)
    assert await story(database) == [("C1", "closed"), ("C3", "closed")]
    assert await rows(database, "SELECT kind, field, ordering_key, event_id FROM quarantine") == [
        ("malformed", "kind", "C2", "/tests#e2")
    ]


async def test_bytes_that_are_no_event_at_all_are_set_aside(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    junk = [
        log.raw(b"\xff\x00", [("ce_id", b"\xff"), ("ce_type", b"\x00")]),
        log.raw(None, []),
        log.raw(b"{}", []),
    ]
    assert await consumer.handle([*junk, log.event(closed("C1"), "e1")])
    assert await story(database) == [("C1", "closed")]
    assert [row[1] for row in await set_aside(database)] == ["malformed"] * 3


async def test_text_that_postgresql_cannot_store_is_malformed(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.event(closed("C1", "a\x00b"), "e1"), log.event(closed("C2"), "e2")])
    assert await story(database) == [("C2", "closed")]
    assert await set_aside(database) == [("quarantined", "malformed", "*", "C1")]


async def test_an_unknown_version_of_a_subscribed_type_is_set_aside_and_a_foreign_type_is_skipped(
    database: Database,
) -> None:
    log, consumer = Log(), await consumer_on(database)
    known = log.event(closed("C1"), "e1")
    newer = [(n, b"task.closed.v9" if n == "ce_type" else v) for n, v in known.headers]
    foreign = [(n, b"weather.changed.v1" if n == "ce_type" else v) for n, v in known.headers]
    assert await consumer.handle([log.raw(known.value, newer, b"C1"), log.raw(known.value, foreign, b"C1")])
    assert await rows(database, "SELECT event_type FROM quarantine") == [("task.closed.v9",)]


async def test_a_poisonous_event_is_set_aside_with_the_name_of_what_failed_and_leaves_no_trace(
    database: Database,
) -> None:
    log, consumer = Log(), await consumer_on(database)
    batch = [log.event(closed(f"C{n}", "poison" if n == 3 else "closed"), f"e{n}") for n in range(8)]
    assert await consumer.handle(batch)
    assert [number for number, _ in await story(database)] == [f"C{n}" for n in range(8) if n != 3]
    assert await set_aside(database) == [("quarantined", "failed", REMEMBERING, "C3")]
    assert len(await emitted(database)) == 7


async def test_later_events_of_the_key_wait_and_are_replayed_in_order(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle(
        [
            log.event(closed("C1", "poison"), "e1"),
            log.event(reopened("C1"), "e2"),
            log.event(closed("C2"), "e3"),
            log.event(closed("C1", "closed again"), "e4"),
        ]
    )
    assert await story(database) == [("C2", "closed")]
    assert [row[0] for row in await set_aside(database)] == ["quarantined", "parked", "parked"]
    assert (await settle(database, "replay")).state == "quarantined"
    async with database.reading() as conn:
        await conn.execute("UPDATE quarantine SET payload = convert_to(replace(convert_from(payload, 'utf8'),"
                           " 'poison', 'cured'), 'utf8')")  # fmt: skip
    outcome = await settle(database, "replay")
    assert (outcome.state, outcome.applied) == ("replayed", 3)
    assert (await story(database))[1:] == [("C1", "cured"), ("C1", "reopened"), ("C1", "closed again")]
    assert await consumer.handle([log.event(reopened("C1", "free"), "e5")])
    assert (await story(database))[-1] == ("C1", "free")


async def test_events_behind_a_malformed_one_wait_and_go_on_when_it_is_discarded(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.malformed("C1", "e1"), log.event(closed("C1"), "e2")])
    assert await consumer.handle([log.event(reopened("C1"), "e3")])
    assert await story(database) == []
    assert await emitted(database) == []
    outcome = await settle(database, "discard")
    assert (outcome.state, outcome.applied) == ("discarded", 2)
    assert await story(database) == [("C1", "closed"), ("C1", "reopened")]
    assert len(await emitted(database)) == 1


async def test_a_second_poison_behind_the_first_becomes_the_one_to_wait_for(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.event(closed("C1", "poison"), f"e{n}") for n in range(2)])
    assert await consumer.handle([log.event(reopened("C1"), "e9")])
    outcome = await settle(database, "discard")
    assert outcome.state == "discarded"
    assert outcome.reason is not None
    assert "poisonous" in outcome.reason
    assert [row[0] for row in await set_aside(database)] == ["discarded", "quarantined", "parked"]
    await settle(database, "discard")
    assert await story(database) == [("C1", "reopened")]


async def test_a_malformed_event_published_again_is_set_aside_once(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    assert await consumer.handle([log.malformed("C1", "e1")])
    assert await consumer.handle([log.malformed("C1", "e1")])
    assert len(await set_aside(database)) == 1


async def test_a_subscription_stops_after_too_many_failures_and_goes_on_when_resumed(
    database: Database,
) -> None:
    log, consumer = Log(), await consumer_on(database, failures=3, patience=0.3)
    batch = [log.event(closed(f"C{n}", "poison"), f"e{n}") for n in range(5)]
    assert not await consumer.handle([*batch, log.event(closed("C9"), "e9")])
    assert consumer.stopped == REMEMBERING
    assert len(await set_aside(database)) == 3
    async with database.transaction(None) as tx:
        assert [row["subscription"] for row in await stops.stopped(tx.conn)] == [REMEMBERING]
        assert await stops.resume(tx.conn, REMEMBERING, tx.now)
    assert await consumer.handle([*batch, log.event(closed("C9"), "e9")])
    assert await story(database) == [("C9", "closed")]
    assert len(await set_aside(database)) == 5
