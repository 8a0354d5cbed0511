"""What is on the topics: published by a test as another system would, and read to the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from devstack.kafka import Kafka
from touchline_contracts.catalogue import BY_NAME
from touchline_contracts.envelope import Envelope, encode
from touchline_contracts.event import Event
from touchline_runtime import cluster

SOURCE = "/tests"
Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Published:
    """One record of a topic."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: tuple[tuple[str, bytes], ...]

    @property
    def event_id(self) -> str:
        """What, with the source, makes the event one."""
        return dict(self.headers)["ce_id"].decode()

    @property
    def type(self) -> str:
        """The event's type."""
        return dict(self.headers)["ce_type"].decode()

    @property
    def fields(self) -> dict[str, Any]:
        """The event's own content."""
        found: dict[str, Any] = orjson.loads(self.value)
        return found


class Publisher:
    """Another system: it publishes events with ids that it gives, and waits out an outage of the broker."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def event(self, event: Event, event_id: str) -> None:
        """Publishes one event, without waiting for the broker."""
        headers, value = encode(Envelope(id=event_id, source=SOURCE, type=event.TYPE), event)
        await self.raw(event.TOPIC, event.key().encode(), value, headers)

    async def raw(self, topic: str, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        """Publishes any record."""
        await self._producer.send(topic, value, key=key, headers=list(headers))

    async def events(self, events: Iterable[tuple[str, Event]]) -> None:
        """Publishes (id, event) pairs and waits until the broker has them all."""
        for event_id, event in events:
            await self.event(event, event_id)
        await self._producer.flush()

    async def again(self, records: Iterable[Published]) -> None:
        """Publishes records once more, as they were, to the partitions they were in."""
        for one in records:
            await self._producer.send(
                one.topic, one.value, key=one.key.encode(), headers=list(one.headers), partition=one.partition
            )
        await self._producer.flush()

    async def flush(self) -> None:
        """Waits until the broker has everything."""
        await self._producer.flush()


@asynccontextmanager
async def publishing(kafka: Kafka) -> AsyncIterator[Publisher]:
    """A publisher that is open until the block ends."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap,
        acks="all",
        enable_idempotence=kafka.idempotent,
        linger_ms=2,
        request_timeout_ms=90_000,
    )
    await producer.start()
    try:
        yield Publisher(producer)
    finally:
        await producer.stop()


async def read_all(kafka: Kafka, *topics: str) -> list[Published]:
    """Every record of these topics up to their end of now, in the order of each partition."""
    found: list[Published] = []
    for topic in topics:
        marks = await cluster.high_marks(kafka.bootstrap, topic)
        if ends := {number: mark for number, mark in marks.items() if mark}:
            found += await _read(kafka, topic, ends)
    return found


async def _read(kafka: Kafka, topic: str, marks: dict[int, int]) -> list[Published]:
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, enable_auto_commit=False)
    await consumer.start()
    found: list[Published] = []
    try:
        partitions = [TopicPartition(topic, number) for number in marks]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(60):
            while any([await consumer.position(p) < marks[p.partition] for p in partitions]):
                batches = await consumer.getmany(timeout_ms=100)
                found += [_published(record) for batch in batches.values() for record in batch]
    finally:
        await consumer.stop()
    return sorted(found, key=lambda one: (one.partition, one.offset))


def _published(record: Any) -> Published:
    key = (record.key or b"").decode(errors="replace")
    place = (record.topic, record.partition, record.offset)
    return Published(*place, key, record.value or b"", tuple(record.headers))


def partitions_of(topic: str) -> int:
    """How many partitions the catalogue gives to a topic."""
    return BY_NAME[topic].partitions
