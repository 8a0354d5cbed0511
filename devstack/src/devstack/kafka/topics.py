"""The topics of the catalogue, created with their partitions, retention and compaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from devstack.failures import StartFailed
from touchline_contracts.catalogue import TOPICS, Topic

_WAIT = 0.05


@asynccontextmanager
async def admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client, closed at the end."""
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000)
    try:
        await client.start()
        yield client
    finally:
        await client.close()


async def answers(bootstrap: str) -> bool:
    """Whether a broker answers there."""
    try:
        async with admin(bootstrap) as client:
            await client.list_topics()
    except (KafkaError, OSError, TimeoutError):
        return False
    return True


async def ensure_topics(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> list[str]:
    """Creates the topics that are missing and returns their names.

    Raises StartFailed where a topic exists with another number of partitions.
    """
    async with admin(bootstrap) as client:
        existing = await _partitions(client)
        missing = [topic for topic in topics if topic.name not in existing]
        for topic in topics:
            found = existing.get(topic.name, topic.partitions)
            if found != topic.partitions:
                raise StartFailed(
                    f"topic {topic.name} has {found} partitions, the catalogue says {topic.partitions}"
                )
        if missing:
            await _create(client, missing)
    return [topic.name for topic in missing]


async def recreate_topics(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> None:
    """Deletes and creates the topics: a test starts with empty ones."""
    async with admin(bootstrap) as client:
        existing = await _partitions(client)
        doomed = [topic.name for topic in topics if topic.name in existing]
        if doomed:
            await client.delete_topics(doomed)
        while set(await client.list_topics()) & set(doomed):  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(_WAIT)
        await _create(client, topics)


def settings_of(topic: Topic) -> dict[str, str]:
    """The topic's settings by Kafka's names. Retention is in milliseconds, -1 keeps everything."""
    kept = -1 if topic.retention is None else int(topic.retention.total_seconds() * 1_000)
    return {"cleanup.policy": "compact" if topic.compacted else "delete", "retention.ms": str(kept)}


async def _create(client: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    new = [NewTopic(topic.name, topic.partitions, 1, topic_configs=settings_of(topic)) for topic in topics]
    response = await client.create_topics(new)
    for error in response.topic_errors:
        name, code, *detail = error
        if code not in (0, TopicAlreadyExistsError.errno):
            raise StartFailed(f"topic {name} cannot be created: error {code} {' '.join(map(str, detail))}")
    wanted = {topic.name: topic.partitions for topic in topics}
    while not wanted.items() <= (await _partitions(client)).items():  # noqa: ASYNC110 - only asking tells
        await asyncio.sleep(_WAIT)


async def _partitions(client: AIOKafkaAdminClient) -> dict[str, int]:
    described = await client.describe_topics()
    return {topic["topic"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}
