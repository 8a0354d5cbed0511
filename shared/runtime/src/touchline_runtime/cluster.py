"""What a worker must know of the Kafka cluster before it starts: its id, its partitions, its high marks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from touchline_contracts.catalogue import BY_NAME


class PartitionMismatch(RuntimeError):
    """A topic has another number of partitions than the catalogue says: keys would change places."""


class TopicMissing(RuntimeError):
    """A topic does not exist yet."""


async def cluster_id(bootstrap: str) -> str:
    """The id of the cluster. Raises KafkaError when no broker answers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        described = await admin.describe_cluster()
    finally:
        await admin.close()
    return str(described["cluster_id"])


async def check_partitions(bootstrap: str, topics: Iterable[str]) -> None:
    """Compares topics with the catalogue. Raises TopicMissing or PartitionMismatch."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        described = await admin.describe_topics(sorted(topics))
    finally:
        await admin.close()
    for topic in described:
        found, wanted = len(topic["partitions"]), BY_NAME[topic["topic"]].partitions
        if topic["error_code"] or not found:
            raise TopicMissing(f"topic {topic['topic']} does not exist")
        if found != wanted:
            raise PartitionMismatch(
                f"topic {topic['topic']} has {found} partitions and the catalogue says {wanted}; "
                f"create it anew with {wanted}, because another number would move keys to other partitions"
            )


async def high_marks(bootstrap: str, topic: str) -> dict[int, int]:
    """The high water mark of each partition, as its first fetch tells (end_offsets is wrong on Tansu)."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, number) for number in range(BY_NAME[topic].partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(15):
            while any(consumer.highwater(partition) is None for partition in partitions):
                await consumer.getmany(timeout_ms=50, max_records=1)
        return {partition.partition: consumer.highwater(partition) or 0 for partition in partitions}
    finally:
        await consumer.stop()
