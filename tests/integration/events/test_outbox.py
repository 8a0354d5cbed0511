"""Promise 5: what was decided is published in the order of its commits, by one relay at a time, or stays."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from aiokafka.errors import KafkaError

from devstack.ports import free_port
from touchline_contracts.coaching import AssessmentClosedIncomplete
from touchline_contracts.envelope import MalformedEvent
from touchline_contracts.event import Event
from touchline_runtime import outbox
from touchline_runtime.ids import derived_id
from touchline_runtime.outbox import MANY, EventTooLarge
from touchline_runtime.relay import Relay
from touchline_runtime.testing.events import a_skill_predicted
from touchline_runtime.transaction import Cause, Database

from .stream import emitted, rows


def closing(assessment_id: str, reason: str = "it expired") -> Event:
    """An event of one assessment."""
    return AssessmentClosedIncomplete(assessment_id=assessment_id, revision=1, trainee_id="a", reason=reason)


async def decide(database: Database, cause: str, event: Event) -> None:
    async with database.transaction(Cause(cause, "tests")) as tx:
        tx.emit(event)


async def test_for_one_key_the_order_of_the_outbox_is_the_order_of_commits(database: Database) -> None:
    first_wrote, may_commit = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with database.transaction(Cause("slow", "tests")) as tx:
            tx.emit(closing("A"))
            await outbox.write(tx.conn, tx.emitted())
            tx.emitted().clear()
            first_wrote.set()
            await may_commit.wait()

    running = asyncio.create_task(slow())
    await first_wrote.wait()
    waiting = asyncio.create_task(decide(database, "same key", closing("A")))
    await decide(database, "other key", closing("B"))
    await asyncio.wait((waiting,), timeout=0.3)
    assert not waiting.done()
    assert [key for _, key in await emitted(database)] == ["assessment:B"]
    may_commit.set()
    await asyncio.gather(running, waiting)
    of_one_key = [event_id for event_id, key in await emitted(database) if key == "assessment:A"]
    assert of_one_key == [derived_id("tests", "slow", "0"), derived_id("tests", "same key", "0")]


LOCKS = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
"""


@pytest.mark.parametrize("first", ["many", "one"])
async def test_who_writes_for_very_many_keys_takes_one_lock_and_is_in_order_with_all_others(
    database: Database, first: str
) -> None:
    causes = {"many": [closing(f"A{n}") for n in range(MANY + 1)], "one": [closing("A7")]}
    wrote, may_commit = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with database.transaction(Cause(first, "tests")) as tx:
            for event in causes[first]:
                tx.emit(event)
            await outbox.write(tx.conn, tx.emitted())
            tx.emitted().clear()
            assert await tx.conn.fetchval(LOCKS) == (1 if first == "many" else 2)
            wrote.set()
            await may_commit.wait()

    async def other() -> None:
        (second,) = causes.keys() - {first}
        async with database.transaction(Cause(second, "tests")) as tx:
            for event in causes[second]:
                tx.emit(event)

    running = asyncio.create_task(slow())
    await asyncio.wait_for(wrote.wait(), 10)
    waiting = asyncio.create_task(other())
    await asyncio.wait((waiting,), timeout=0.3)
    assert not waiting.done()
    may_commit.set()
    await asyncio.gather(running, waiting)
    of_one_key = [event_id for event_id, key in await emitted(database) if key == "assessment:A7"]
    assert len(of_one_key) == 2
    assert of_one_key.index(derived_id("tests", "one", "0")) == (1 if first == "many" else 0)


async def test_while_no_broker_answers_everything_stays_in_its_order(database: Database) -> None:
    for number in range(3):
        await decide(database, str(number), closing(f"A{number}"))
    relay = Relay(database, f"127.0.0.1:{free_port()}")
    with pytest.raises((KafkaError, OSError, TimeoutError)):
        await relay.publish_head()
    assert [key for _, key in await emitted(database)] == [f"assessment:A{n}" for n in range(3)]


async def test_a_second_relay_stands_by_while_the_first_is_at_work(database: Database) -> None:
    await decide(database, "1", closing("A"))
    second = Relay(database, f"127.0.0.1:{free_port()}")
    async with database.transaction(None) as tx:
        await tx.conn.execute("SELECT pg_advisory_xact_lock($1)", second.lock)
        assert await second.publish_head() == 0
    assert len(await emitted(database)) == 1


async def test_an_event_that_no_broker_takes_is_refused_when_it_is_emitted(database: Database) -> None:
    sample = a_skill_predicted().samples[0]
    long = msgspec.structs.replace(sample, text="x" * 50_000, resolution_notes="x" * 50_000)
    with pytest.raises(EventTooLarge, match="at most"):
        await decide(database, "1", a_skill_predicted(samples=(long,) * 20))
    assert await emitted(database) == []


async def test_an_event_that_no_subscriber_could_read_is_refused_when_it_is_emitted(
    database: Database,
) -> None:
    with pytest.raises(MalformedEvent, match="reason"):
        await decide(database, "1", closing("A", "x" * 50_001))
    assert await emitted(database) == []


async def test_what_is_rolled_back_is_not_published(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction(Cause("1", "tests")) as tx:
            tx.emit(closing("A"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await emitted(database) == []


async def test_a_transaction_left_idle_is_ended_by_the_server(database: Database) -> None:
    """Promise 13: a frozen process cannot hold its locks for ever."""
    found = await rows(
        database, "SELECT setting::int FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'"
    )
    assert 10_000 <= found[0][0] <= 30_000
