"""Makes fresh topics and fills them with the benchmark's events."""

from __future__ import annotations

from collections.abc import Iterable

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from bench.lifecycles import Message

_IN_FLIGHT = 5_000


async def create(bootstrap: str, topics: dict[str, int]) -> None:
    """Creates topics with the given partition counts."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, count, 1) for name, count in topics.items()])
    finally:
        await admin.close()


async def delete(bootstrap: str, topics: list[str]) -> None:
    """Deletes topics."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(topics)
    finally:
        await admin.close()


async def publish(bootstrap: str, topic: str, messages: Iterable[Message]) -> int:
    """Publishes with acks=all and an idempotent producer. Returns how many were acknowledged."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=20, max_batch_size=262_144
    )
    await producer.start()
    sent = 0
    pending = []
    try:
        for key, value, headers in messages:
            pending.append(await producer.send(topic, value, key=key, headers=headers))
            sent += 1
            if len(pending) >= _IN_FLIGHT:
                for acknowledged in pending:
                    await acknowledged
                pending.clear()
        for acknowledged in pending:
            await acknowledged
    finally:
        await producer.stop()
    return sent
