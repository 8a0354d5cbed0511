"""The topics of the catalogue on a broker of this stack: made, and made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiokafka.errors import KafkaError

from devstack.failures import StartFailed
from touchline_contracts.catalogue import TOPICS, Topic
from touchline_runtime import topics as catalogue
from touchline_runtime.topics import TopicsRefused, admin

__all__ = ["admin", "answers", "ensure_topics", "recreate_topics"]

_WAIT = 0.05


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
    try:
        return await catalogue.ensure_topics(bootstrap, topics)
    except TopicsRefused as refused:
        raise StartFailed(str(refused)) from None


async def recreate_topics(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> None:
    """Deletes and creates the topics: a test starts with empty ones."""
    await delete_topics(bootstrap, topics)
    async with admin(bootstrap) as client:
        await catalogue.create(client, topics)


async def delete_topics(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> None:
    """Deletes those of the topics that exist."""
    async with admin(bootstrap) as client:
        existing = await catalogue.partitions(client)
        doomed = [topic.name for topic in topics if topic.name in existing]
        if doomed:
            await client.delete_topics(doomed)
        while set(await client.list_topics()) & set(doomed):  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(_WAIT)
