"""A rebuild keeps to what the live consumer did: what is set aside stays so, a failure changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from devstack.kafka import Kafka, recreate_topics
from touchline_contracts.directory import TeamChanged
from touchline_contracts.tasks import TaskClosed
from touchline_runtime import replay
from touchline_runtime.directory import SUBSCRIPTIONS as DIRECTORY
from touchline_runtime.ids import lock_number
from touchline_runtime.rebuild import TRY_LOCK, NotRebuilt, rebuild
from touchline_runtime.subscription import projection
from touchline_runtime.transaction import Database, Transaction

from .live import eventually, publish, working
from .stream import ASK, REMEMBER, closed, reopened, rows, set_aside, story

pytestmark = pytest.mark.kafka
SUBSCRIPTIONS = (ASK, REMEMBER)


@pytest.fixture
async def broker(kafka: Kafka) -> Kafka:
    """The broker, with empty topics."""
    await recreate_topics(kafka.bootstrap)
    return kafka


async def applied(database: Database, count: int) -> bool:
    return len(await story(database)) >= count


async def publish_raw(kafka: Kafka, event_id: str, key: str, value: bytes) -> None:
    names = {"id": event_id, "source": "/tests", "type": TaskClosed.TYPE, "specversion": "1.0"}
    headers = [(f"ce_{name}", text.encode()) for name, text in names.items()]
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
        await producer.send_and_wait("touchline.tasks", value, key=key.encode(), headers=headers)


async def discard(database: Database, key: str) -> None:
    open_one = "SELECT id FROM quarantine WHERE state = 'quarantined' AND ordering_key = $1"
    [(number,)] = await rows(database, open_one, key)
    async with database.transaction(None) as tx:
        await replay.discard(tx, SUBSCRIPTIONS, number, "operator")


async def test_the_directory_can_be_rebuilt_though_its_tables_refer_to_each_other(
    database: Database, database_url: str, broker: Kafka
) -> None:
    await publish(broker, [("t1", TeamChanged(id="t1", name="Team", member_ids=("agent",)))])
    async with working(database, broker, DIRECTORY):
        await eventually(lambda: has_rows(database, "team_person"))
        await rebuild(database_url, "tests", broker.bootstrap, DIRECTORY)
    assert await has_rows(database, "team_person")


async def has_rows(database: Database, table: str) -> bool:
    return bool(await rows(database, f"SELECT 1 FROM {table}"))


async def test_what_came_after_a_discarded_event_is_rebuilt_and_what_is_set_aside_stays_so(
    database: Database, database_url: str, broker: Kafka
) -> None:
    await publish_raw(broker, "m1", "C1", b"{}")
    await publish(broker, [("e1", closed("C1")), ("e2", closed("C2", "poison")), ("e3", reopened("C2"))])
    async with working(database, broker, SUBSCRIPTIONS):
        await eventually(lambda: counted(database, 4))
        await discard(database, "C1")
        await publish(broker, [("e4", reopened("C1"))])
        await eventually(lambda: applied(database, 2))
        before = await set_aside(database)
        await rebuild(database_url, "tests", broker.bootstrap, SUBSCRIPTIONS)
        assert await story(database) == [("C1", "closed"), ("C1", "reopened")]
        assert await set_aside(database) == before
        await discard(database, "C2")
        await publish(broker, [("e5", reopened("C2", "last"))])
        await eventually(lambda: applied(database, 4))
    assert (await story(database))[2:] == [("C2", "reopened"), ("C2", "last")]


async def counted(database: Database, count: int) -> bool:
    return len(await set_aside(database)) + len(await story(database)) >= count


async def test_a_projection_that_fails_when_rebuilt_is_left_as_it_was(
    database: Database, database_url: str, broker: Kafka
) -> None:
    async def when_task_changed_remember_it(tx: Transaction, events: Sequence[TaskClosed]) -> None:
        raise ValueError("a bad deploy")

    broken = projection(TaskClosed, by=when_task_changed_remember_it, into=("story",))
    await publish(broker, [("e1", closed("C1")), ("e2", closed("C2"))])
    async with working(database, broker, SUBSCRIPTIONS):
        await eventually(lambda: applied(database, 2))
        with pytest.raises(NotRebuilt, match="bad deploy"):
            await rebuild(database_url, "tests", broker.bootstrap, (broken,))
        assert len(await story(database)) == 2
        await publish(broker, [("e3", closed("C3"))])
        await eventually(lambda: applied(database, 3))


async def test_a_topic_whose_first_records_are_gone_is_rebuilt_from_the_oldest_left(
    database: Database, database_url: str, broker: Kafka
) -> None:
    if not broker.idempotent:
        pytest.skip("this broker deletes no records")
    await publish(broker, ((f"e{n}", closed("C1", f"{n}")) for n in range(10)))
    async with working(database, broker, SUBSCRIPTIONS):
        await eventually(lambda: applied(database, 10))
        [(partition,)] = await rows(
            database, "SELECT partition FROM consumer_position WHERE next_offset = 10 AND consumer = 'work'"
        )
        admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
        await admin.start()
        await admin.delete_records({TopicPartition("touchline.tasks", partition): RecordsToDelete(4)})
        await admin.close()
        await rebuild(database_url, "tests", broker.bootstrap, SUBSCRIPTIONS)
    assert [state for _, state in await story(database)] == [f"{n}" for n in range(4, 10)]


async def test_two_rebuilds_do_not_meet(database: Database, database_url: str, broker: Kafka) -> None:
    async with database.reading() as conn:
        assert await conn.fetchval(TRY_LOCK, lock_number("rebuild"))
        with pytest.raises(NotRebuilt, match="another rebuild"):
            await rebuild(database_url, "tests", broker.bootstrap, SUBSCRIPTIONS)


async def test_a_table_that_numbers_its_rows_goes_on_after_the_last_number(
    database: Database, database_url: str, broker: Kafka
) -> None:
    await publish(broker, ((f"e{n}", closed(f"C{n}")) for n in range(5)))
    async with working(database, broker, SUBSCRIPTIONS):
        await eventually(lambda: applied(database, 5))
        async with database.reading() as conn:
            await conn.execute("TRUNCATE story RESTART IDENTITY")
        await rebuild(database_url, "tests", broker.bootstrap, SUBSCRIPTIONS)
        await publish(broker, [("e9", closed("C9"))])
        await eventually(lambda: applied(database, 6))
    assert await rows(database, "SELECT count(DISTINCT id) FROM story") == [(6,)]
