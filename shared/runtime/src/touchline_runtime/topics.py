"""Creates the catalogue's topics, once before the services: ``python -m touchline_runtime.topics``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from touchline_contracts.catalogue import TOPICS, Topic
from touchline_runtime import logs, settings
from touchline_runtime.failures import explain
from touchline_runtime.settings import TopicSettings

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 120.0
"""How long the command waits for a broker that does not answer."""
_PAUSE = 0.05


class TopicsRefused(RuntimeError):
    """A topic cannot be made, or is there with another number of partitions than the catalogue says."""


@asynccontextmanager
async def admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client, closed at the end. Raises KafkaError when no broker answers."""
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000)
    try:
        await client.start()
        yield client
    finally:
        await client.close()


async def ensure_topics(
    bootstrap: str, topics: Sequence[Topic] = TOPICS, *, replication: int = 1
) -> list[str]:
    """Creates the topics that are missing and returns their names; those that exist stay as they are.

    ``replication`` is the number of copies, -1 what the brokers do by default. Raises TopicsRefused,
    and KafkaError when no broker answers.
    """
    async with admin(bootstrap) as client:
        existing = await partitions(client)
        missing = [topic for topic in topics if topic.name not in existing]
        for topic in topics:
            found = existing.get(topic.name, topic.partitions)
            if found != topic.partitions:
                raise TopicsRefused(
                    f"topic {topic.name} has {found} partitions, the catalogue says {topic.partitions}"
                )
        if missing:
            await create(client, missing, replication=replication)
    return [topic.name for topic in missing]


async def create(client: AIOKafkaAdminClient, topics: Sequence[Topic], *, replication: int = 1) -> None:
    """Creates topics and waits until they are there. Raises TopicsRefused."""
    new = [_wanted(topic, replication) for topic in topics]
    response = await client.create_topics(new)
    for error in response.topic_errors:
        name, code, *detail = error
        if code not in (0, TopicAlreadyExistsError.errno):
            raise TopicsRefused(f"topic {name} cannot be created: error {code} {' '.join(map(str, detail))}")
    wanted = {topic.name: topic.partitions for topic in topics}
    while not wanted.items() <= (await partitions(client)).items():  # noqa: ASYNC110 - only asking tells
        await asyncio.sleep(_PAUSE)


def _wanted(topic: Topic, replication: int) -> NewTopic:
    wanted = NewTopic(topic.name, topic.partitions, 1, topic_configs=settings_of(topic))
    wanted.replication_factor = replication  # the constructor takes -1 for an argument forgotten
    return wanted


async def partitions(client: AIOKafkaAdminClient) -> dict[str, int]:
    """How many partitions each topic of the cluster has."""
    described = await client.describe_topics()
    return {topic["topic"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}


def settings_of(topic: Topic) -> dict[str, str]:
    """The topic's settings by Kafka's names. Retention is in milliseconds, -1 keeps everything."""
    kept = -1 if topic.retention is None else int(topic.retention.total_seconds() * 1_000)
    return {"cleanup.policy": "compact" if topic.compacted else "delete", "retention.ms": str(kept)}


async def ensure_with_patience(given: TopicSettings) -> int:
    """Waits for the broker and creates the topics. Returns the exit code, 1 if that could not be done."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            made = await ensure_topics(given.kafka_bootstrap, replication=given.kafka_replication)
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("waiting_for_broker", reason=explain(error))
            if monotonic() > deadline:
                return 1
            await asyncio.sleep(1.0)
        except TopicsRefused as error:
            log.error("topics_refused", reason=str(error))
            return 1
        else:
            log.info("topics_ready", created=made, topics=[topic.name for topic in TOPICS])
            return 0


def main() -> None:
    """Exit codes: 0 all topics are there, 1 they are not, 2 the settings are wrong (and which)."""
    given = settings.load(TopicSettings)
    logs.configure("topics", given.log_level)
    sys.exit(asyncio.run(ensure_with_patience(given)))


if __name__ == "__main__":
    main()
