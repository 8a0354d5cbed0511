"""The same promises on a broker: seeking to positions, rebalances, outages, the relay's order."""

from __future__ import annotations

import asyncio

import pytest

from devstack.kafka import Kafka, recreate_topics
from touchline_contracts.directory import PersonChanged
from touchline_contracts.tasks import TaskClosed
from touchline_runtime import cluster
from touchline_runtime.transaction import Cause, Database

from .live import eventually, publish, published, relaying, working
from .stream import closed, reopened, rows, story

pytestmark = pytest.mark.kafka


@pytest.fixture
async def broker(kafka: Kafka) -> Kafka:
    """The broker, with empty topics."""
    await recreate_topics(kafka.bootstrap)
    return kafka


async def applied(database: Database, count: int) -> bool:
    return len(await story(database)) >= count


async def test_published_events_are_applied_and_what_they_cause_is_published(
    database: Database, broker: Kafka
) -> None:
    await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(1_000)))
    async with working(database, broker) as workers, relaying(database, broker) as relay:
        await eventually(lambda: applied(database, 1_000))
        await eventually(lambda: _zero(relay.waiting()))
        await eventually(lambda: _zero_now(workers.lag()))
        assert workers.not_ready_because() == []
    assert len({event_id for event_id, _ in await published(broker, "touchline.coaching", 1_000)}) == 1_000


async def test_a_restarted_consumer_goes_on_at_its_position_and_repeats_nothing(
    database: Database, broker: Kafka
) -> None:
    await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(50)))
    async with working(database, broker):
        await eventually(lambda: applied(database, 50))
    await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(40, 90)))
    async with working(database, broker):
        await eventually(lambda: applied(database, 90))
        await asyncio.sleep(0.3)
    assert len(await story(database)) == 90


async def test_what_waits_for_a_topic_waits_until_it_is_applied_to_its_end(
    database: Database, broker: Kafka
) -> None:
    await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(50)))
    async with database.transaction(Cause("a slow reaction", "test")) as tx:
        await tx.conn.execute("LOCK TABLE story IN ACCESS EXCLUSIVE MODE")
        working_now = working(database, broker)
        workers = await working_now.__aenter__()
        waiting = asyncio.create_task(workers.until_read([TaskClosed.TOPIC]))
        done, _ = await asyncio.wait((waiting,), timeout=1.5)
        assert not done
    await asyncio.wait_for(waiting, 30)
    assert len(await story(database)) == 50
    await working_now.__aexit__(None, None, None)


async def test_two_workers_share_the_partitions_and_apply_each_event_once(
    database: Database, broker: Kafka
) -> None:
    async with working(database, broker):
        await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(300)))
        async with working(database, broker):
            await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(300, 600)))
            await eventually(lambda: applied(database, 600))
        await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(600, 700)))
        await eventually(lambda: applied(database, 700))
    assert sorted(await story(database)) == sorted((f"C{n}", "closed") for n in range(700))


async def test_order_of_a_key_is_kept_from_log_to_log(database: Database, broker: Kafka) -> None:
    events = [closed("C1", f"s{n}") if n % 2 else reopened("C1", f"s{n}") for n in range(200)]
    await publish(broker, ((f"e{n}", event) for n, event in enumerate(events)))
    async with working(database, broker), relaying(database, broker):
        await eventually(lambda: applied(database, 200))
    assert [state for _, state in await story(database)] == [f"s{n}" for n in range(200)]


async def test_an_outage_of_the_broker_is_waited_out(database: Database, broker: Kafka) -> None:
    if not broker.durable:
        pytest.skip("this broker forgets its log when it stops")
    async with working(database, broker), relaying(database, broker) as relay:
        await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(100)))
        await eventually(lambda: applied(database, 100))
        await broker.stop()
        await asyncio.sleep(1)
        await broker.start()
        await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(100, 200)))
        await eventually(lambda: applied(database, 200), within=60)
        await eventually(lambda: _zero(relay.waiting()), within=60)
    assert len({i for i, _ in await published(broker, "touchline.coaching", 200)}) == 200


async def test_tasks_wait_until_the_directory_has_been_read(database: Database, broker: Kafka) -> None:
    from touchline_runtime.subscription import projection

    from .stream import REMEMBER

    async def when_person_changed_note_the_order(tx, events) -> None:  # type: ignore[no-untyped-def]
        for event in events:
            await tx.conn.execute("INSERT INTO story (number, state) VALUES ($1, 'person')", event.id)

    people = projection(PersonChanged, by=when_person_changed_note_the_order, into=("story",))
    await publish(broker, ((f"t{n}", closed(f"C{n}")) for n in range(500)))
    await publish(broker, ((f"p{n}", PersonChanged(id=f"p{n}", name="P")) for n in range(3_000)))
    async with working(database, broker, (REMEMBER, people)):
        await eventually(lambda: applied(database, 3_500))
    states = [state for _, state in await story(database)]
    assert states == ["person"] * 3_000 + ["closed"] * 500


async def test_a_topic_with_another_number_of_partitions_refuses_to_start(broker: Kafka) -> None:
    with pytest.raises(cluster.PartitionMismatch, match="catalogue says 6"):
        await _with_partitions(broker)


async def _with_partitions(broker: Kafka) -> None:
    from dataclasses import replace

    from touchline_contracts.catalogue import BY_NAME

    await recreate_topics(broker.bootstrap, [replace(BY_NAME["touchline.tasks"], partitions=2)])
    try:
        await cluster.check_partitions(broker.bootstrap, ["touchline.tasks"])
    finally:
        await recreate_topics(broker.bootstrap)


async def test_positions_belong_to_a_cluster(database: Database, broker: Kafka) -> None:
    await publish(broker, [("e1", closed("C1"))])
    async with working(database, broker):
        await eventually(lambda: applied(database, 1))
    found = await rows(database, "SELECT DISTINCT cluster_id FROM consumer_position")
    assert found == [(await cluster.cluster_id(broker.bootstrap),)]


async def _zero(number) -> bool:  # type: ignore[no-untyped-def]
    return bool(await number == 0)


async def _zero_now(number: int) -> bool:
    return number == 0
