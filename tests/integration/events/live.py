"""A service's consumers and relay on a real broker, started and stopped within a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from devstack.kafka import Kafka
from touchline_contracts.envelope import Envelope, encode
from touchline_contracts.event import Event
from touchline_runtime.dispatch import Policy
from touchline_runtime.relay import Relay
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Database
from touchline_runtime.worker import KafkaAddress
from touchline_runtime.workers import Workers

from .stream import ASK, REMEMBER


async def eventually(check: Callable[[], Awaitable[bool]], within: float = 30.0) -> None:
    """Waits until ``check`` holds. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await check():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def publish(kafka: Kafka, events: Iterable[tuple[str, Event]]) -> None:
    """Publishes (id, event) pairs as another system would."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap, enable_idempotence=kafka.idempotent, acks="all"
    )
    await producer.start()
    try:
        for event_id, event in events:
            headers, value = encode(Envelope(id=event_id, source="/tests", type=event.TYPE), event)
            await producer.send(event.TOPIC, value, key=event.key().encode(), headers=list(headers))
        await producer.flush()
    finally:
        await producer.stop()


@asynccontextmanager
async def working(
    database: Database, kafka: Kafka, subscriptions: Sequence[Subscription] = (REMEMBER, ASK)
) -> AsyncIterator[Workers]:
    """Consumers that run until the block ends."""
    address = KafkaAddress(kafka.bootstrap, session_timeout_ms=6_000)
    workers = Workers("tests", subscriptions, database, address, Policy())
    await workers.start()
    try:
        yield workers
    finally:
        await workers.stop()


@asynccontextmanager
async def relaying(database: Database, kafka: Kafka) -> AsyncIterator[Relay]:
    """A relay that runs until the block ends; then it drains."""
    relay, stop = Relay(database, kafka.bootstrap, idempotent=kafka.idempotent), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    try:
        yield relay
    finally:
        stop.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(running, 20)


async def published(kafka: Kafka, topic: str, count: int) -> list[tuple[str, str]]:
    """(ce_id, key) of at least ``count`` records of a topic, in order of their partitions."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[tuple[str, str]] = []
    try:
        async with asyncio.timeout(20):
            while len(found) < count:
                batches = await consumer.getmany(timeout_ms=200)
                for record in (r for batch in batches.values() for r in batch):
                    headers = dict(record.headers)
                    found.append((headers["ce_id"].decode(), (record.key or b"").decode()))
    finally:
        await consumer.stop()
    return found
