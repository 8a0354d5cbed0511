"""Waiting until everything published was applied, and everything that follows from it too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import asyncpg

from devstack.kafka import Kafka
from touchline_contracts.catalogue import TOPICS
from touchline_runtime import cluster

POSITIONS = """
SELECT topic, partition, max(next_offset) AS next_offset FROM consumer_position
WHERE cluster_id = $1 GROUP BY topic, partition
"""
WAITING = "SELECT count(*) FROM outbox"
UNLEARNED = "SELECT head.position - learner.position FROM learning_log_head AS head, learner"
CALM = 2


async def eventually(check: Callable[[], Awaitable[object]], within: float = 60.0) -> None:
    """Waits until ``check()`` finds something true. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await check():  # noqa: ASYNC110 - what others do sets no event here
            await asyncio.sleep(0.1)


async def until_settled(kafka: Kafka, databases: Mapping[str, str], within: float = 120.0) -> None:
    """Waits until all positions are at the end, all outboxes empty and all is learned, some times in a row.

    Looks at PostgreSQL and the broker, not at what services say of themselves. Raises AssertionError that
    says what is left.
    """
    deadline = asyncio.get_running_loop().time() + within
    calm, left = 0, ["nothing was looked at yet"]
    while calm < CALM:
        assert asyncio.get_running_loop().time() < deadline, f"not settled: {'; '.join(left)}"
        left = await what_is_left(kafka, databases)
        calm = 0 if left else calm + 1
        await asyncio.sleep(0.3)


async def what_is_left(kafka: Kafka, databases: Mapping[str, str]) -> list[str]:
    """What is not applied, not published or not learned yet, in words."""
    left: list[str] = []
    for service, url in databases.items():
        try:
            conn = await asyncpg.connect(url, timeout=10)
        except (OSError, asyncpg.PostgresError, TimeoutError) as error:
            left.append(f"{service}: {error}")
            continue
        try:
            left += [f"{service}: {one}" for one in await _left_in(conn, service, await _marks(kafka))]
        except asyncpg.PostgresError as error:
            left.append(f"{service}: {error}")
        finally:
            await conn.close()
    return left


async def _marks(kafka: Kafka) -> tuple[str, dict[str, dict[int, int]]]:
    id = await cluster.cluster_id(kafka.bootstrap)
    return id, {topic.name: await cluster.high_marks(kafka.bootstrap, topic.name) for topic in TOPICS}


async def _left_in(
    conn: asyncpg.Connection, service: str, marks: tuple[str, dict[str, dict[int, int]]]
) -> list[str]:
    cluster_id, ends = marks
    rows = await conn.fetch(POSITIONS, cluster_id)
    reached = {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    left = []
    for topic in TOPICS:
        behind = sum(
            max(0, end - reached.get((topic.name, number), 0)) for number, end in ends[topic.name].items()
        )
        if service in topic.subscribers and behind:
            left.append(f"{behind} to read of {topic.name}")
    if waiting := await conn.fetchval(WAITING):
        left.append(f"{waiting} to publish")
    if service == "recommender" and (behind := await conn.fetchval(UNLEARNED)):
        left.append(f"{behind} to learn")
    return left
