"""A record that the Kafka client itself cannot read holds up its own partition, and loses no other's."""

from __future__ import annotations

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from devstack.kafka import Kafka, recreate_topics
from touchline_contracts.envelope import Envelope, encode
from touchline_runtime.transaction import Database

from .live import eventually, working
from .stream import closed, rows

pytestmark = pytest.mark.kafka


class Latin1(str):
    """A header's name as a client in C may send it."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return b"gr\xfc\xdfe"


async def publish_to_all_but_the_last(kafka: Kafka, count: int) -> None:
    """Events on partitions 0 to 4, and on partition 5 a record whose header has no name in UTF-8."""
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
        await producer.send_and_wait("touchline.tasks", b"{}", partition=5, headers=[(Latin1("x"), b"")])
        for n in range(count):
            event = closed(f"C{n}")
            headers, value = encode(Envelope(id=f"e{n}", source="/tests", type=event.TYPE), event)
            place = {"partition": n % 5, "key": event.key().encode()}
            await producer.send("touchline.tasks", value, headers=list(headers), **place)
        await producer.flush()


async def test_a_record_that_the_client_cannot_read_loses_none_of_other_partitions(
    database: Database, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    await recreate_topics(kafka.bootstrap)
    for module in ("producer", "message_accumulator"):
        builder = f"aiokafka.producer.{module}.DefaultRecordBatchBuilder"
        monkeypatch.setattr(builder, _DefaultRecordBatchBuilderPy)
    await publish_to_all_but_the_last(kafka, 2_000)
    async with working(database, kafka):
        await eventually(lambda: all_but_the_last_are_read(database), within=60)
    assert await rows(database, "SELECT count(*) FROM story") == [(2_000,)]


async def all_but_the_last_are_read(database: Database) -> bool:
    behind = "SELECT 1 FROM consumer_position WHERE partition < 5 AND next_offset < 400"
    found = await rows(database, "SELECT count(*) FROM consumer_position")
    return found == [(6,)] and not await rows(database, behind)
