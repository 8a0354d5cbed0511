"""Waiting until everything published was applied, and everything that follows from it too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from devstack.kafka import Kafka
from touchline_contracts.catalogue import TOPICS, Topic
from touchline_runtime import cluster

POSITIONS = """
SELECT topic, partition, next_offset FROM consumer_position WHERE cluster_id = $1
"""
WAITING = "SELECT count(*) FROM outbox"
UNLEARNED = "SELECT head.position - learner.position FROM learning_log_head AS head, learner"
CALM = 3


async def eventually(
    check: Callable[[], Awaitable[object]], within: float = 60.0, so_far: Callable[[], object] = lambda: ""
) -> None:
    """Waits until ``check()`` finds something true. Raises AssertionError that says how far it came."""
    deadline = asyncio.get_running_loop().time() + within
    while not await check():
        assert asyncio.get_running_loop().time() < deadline, f"not within {within:.0f} s: {so_far()}"
        await asyncio.sleep(0.1)


async def until_settled(kafka: Kafka, databases: Mapping[str, str], within: float = 120.0) -> None:
    """Waits until all positions are at the end, all outboxes empty and all is learned, some times in a row.

    Looks at PostgreSQL and the broker, not at what services say of themselves. Raises AssertionError that
    says what is left.
    """
    deadline = asyncio.get_running_loop().time() + within
    calm, left = 0, ["nothing was looked at yet"]
    async with AsyncExitStack() as stack:
        look = await _Look.open(stack, kafka, databases)
        while calm < CALM:
            assert asyncio.get_running_loop().time() < deadline, f"not settled: {'; '.join(left)}"
            left = await look.what_is_left()
            calm = 0 if left else calm + 1
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class _Look:
    """Connections to everything that can tell whether something is under way."""

    kafka: Kafka
    cluster_id: str
    consumer: AIOKafkaConsumer
    databases: Mapping[str, asyncpg.Connection]

    @classmethod
    async def open(cls, stack: AsyncExitStack, kafka: Kafka, urls: Mapping[str, str]) -> _Look:
        consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, enable_auto_commit=False)
        await consumer.start()
        stack.push_async_callback(consumer.stop)
        opened: dict[str, asyncpg.Connection] = {}
        for service, url in urls.items():
            opened[service] = await asyncpg.connect(url, timeout=30)
            stack.push_async_callback(opened[service].close)
        return cls(kafka, await cluster.cluster_id(kafka.bootstrap), consumer, opened)

    async def what_is_left(self) -> list[str]:
        """What is not applied, not published or not learned yet, in words."""
        ends = {topic.name: await self._ends(topic) for topic in TOPICS}
        found = [await self._left_in(service, ends) for service in self.databases]
        return [one for part in found for one in part]

    async def _ends(self, topic: Topic) -> dict[int, int]:
        if self.kafka.kind == "embedded":  # whose answer to end_offsets is wrong
            return await cluster.high_marks(self.kafka.bootstrap, topic.name)
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        ends = await self.consumer.end_offsets(partitions)
        return {partition.partition: end for partition, end in ends.items()}

    async def _left_in(self, service: str, ends: Mapping[str, Mapping[int, int]]) -> list[str]:
        conn = self.databases[service]
        rows = await conn.fetch(POSITIONS, self.cluster_id)
        reached = {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
        left = []
        for topic in TOPICS:
            behind = sum(
                end > reached.get((topic.name, number), 0) for number, end in ends[topic.name].items()
            )
            if service in topic.subscribers and behind:
                left.append(f"{service} has to read {behind} partitions of {topic.name}")
        if waiting := await conn.fetchval(WAITING):
            left.append(f"{service} has to publish {waiting}")
        if service == "recommender" and (behind := await conn.fetchval(UNLEARNED)):
            left.append(f"{service} has to learn {behind}")
        return left
