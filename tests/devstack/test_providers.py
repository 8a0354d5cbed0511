"""PostgreSQL and the brokers start, stop, crash and come back."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from devstack.failures import StartFailed
from devstack.kafka import Kafka, KafkaKind, choose_kafka, ensure_topics, recreate_topics
from devstack.kafka.jars import apache_is_possible
from devstack.kafka.topics import admin
from devstack.postgres import Postgres, PostgresKind, choose_postgres
from devstack.postgres.databases import ensure_databases
from touchline_contracts.catalogue import TOPICS

BROKERS = [
    KafkaKind.EMBEDDED,
    pytest.param(
        KafkaKind.APACHE, marks=pytest.mark.skipif(not apache_is_possible(), reason="needs java and mvn")
    ),
]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Postgres]:
    server = choose_postgres(PostgresKind.EMBEDDED, tmp_path / "postgres", durable=False)
    await server.start()
    yield server
    await server.close()


@pytest.fixture(params=BROKERS)
async def broker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kafka]:
    broker = choose_kafka(request.param, tmp_path / "kafka", temporary=True)
    await broker.start()
    yield broker
    await broker.close()


async def publish(broker: Kafka, value: bytes) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=broker.bootstrap, acks="all", enable_idempotence=broker.idempotent
    )
    async with producer:
        await producer.send_and_wait("touchline.tasks", value, key=b"k")


async def read(broker: Kafka, *, within: float) -> list[bytes]:
    consumer = AIOKafkaConsumer(
        "touchline.tasks", bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest"
    )
    async with consumer:
        found: list[bytes] = []
        deadline = asyncio.get_running_loop().time() + within
        while not found and asyncio.get_running_loop().time() < deadline:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [record.value for record in records]
        return found


async def test_postgres_keeps_its_data_through_a_stop_and_a_kill(server: Postgres) -> None:
    connection = await asyncpg.connect(server.url)
    await connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    await connection.close()
    await server.stop()
    await server.start()
    await server.kill()
    await server.start()
    connection = await asyncpg.connect(server.url)
    assert await connection.fetchval("SELECT one FROM kept") == 1
    await connection.close()


async def test_each_service_gets_a_database_that_only_its_own_role_enters(server: Postgres) -> None:
    passwords = {"skills": "ab" * 16, "coaching": "cd" * 16}
    urls = await ensure_databases(server.url, passwords)
    assert await ensure_databases(server.url, passwords) == urls
    connection = await asyncpg.connect(urls["skills"])
    assert await connection.fetchval("SELECT current_database() || ':' || current_user") == "skills:skills"
    await connection.close()
    trespasser = urls["skills"].removesuffix("/skills") + "/coaching"
    with pytest.raises(asyncpg.PostgresError, match="permission denied"):
        await asyncpg.connect(trespasser)


async def test_the_topics_are_those_of_the_catalogue(broker: Kafka) -> None:
    assert await ensure_topics(broker.bootstrap) == []
    async with admin(broker.bootstrap) as client:
        described = await client.describe_topics([topic.name for topic in TOPICS])
    partitions = {topic["topic"]: len(topic["partitions"]) for topic in described}
    assert partitions == {topic.name: topic.partitions for topic in TOPICS}


async def test_a_topic_with_other_partitions_than_the_catalogue_says_is_refused(broker: Kafka) -> None:
    wider = replace(TOPICS[0], partitions=TOPICS[0].partitions + 1)
    with pytest.raises(StartFailed, match="has 6 partitions, the catalogue says 7"):
        await ensure_topics(broker.bootstrap, [wider])


async def test_only_a_durable_broker_keeps_events_through_a_stop(broker: Kafka) -> None:
    await publish(broker, b"before")
    await broker.stop()
    await broker.start()
    assert await read(broker, within=10 if broker.durable else 1) == ([b"before"] if broker.durable else [])
    await publish(broker, b"after")


async def test_a_killed_broker_comes_back_on_the_same_port(broker: Kafka) -> None:
    await publish(broker, b"before")
    await broker.kill()
    assert broker.process is not None
    assert not broker.process.running
    await broker.start()
    await publish(broker, b"after")
    assert b"after" in await read(broker, within=10)


async def test_recreated_topics_are_empty(broker: Kafka) -> None:
    await publish(broker, b"before")
    await recreate_topics(broker.bootstrap)
    await asyncio.sleep(0.5)
    assert await read(broker, within=1) == []


async def test_an_external_server_needs_its_address(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="needs its URL"):
        choose_postgres(PostgresKind.EXTERNAL, tmp_path)
    with pytest.raises(StartFailed, match="needs its address"):
        choose_kafka(KafkaKind.EXTERNAL, tmp_path)


def test_processes_of_a_killed_parent_are_ended(tmp_path: Path) -> None:
    program = (
        "import time; from pathlib import Path; from devstack.process import Process\n"
        f"child = Process('sleep', ['sleep', '100'], Path({str(tmp_path / 'log')!r})); child.start()\n"
        "print(child.pid, flush=True); time.sleep(100)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    assert psutil.wait_procs([child], timeout=10)[1] == []
