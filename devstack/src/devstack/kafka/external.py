"""A broker that is already there, given by its address."""

from __future__ import annotations

from devstack.failures import StartFailed
from devstack.kafka.topics import answers, ensure_topics
from devstack.readiness import until_ready


class ExternalKafka:
    """Somebody else's broker: it is never stopped, and outage tests cannot run on it."""

    kind = "external"
    idempotent = True
    durable = True
    session_timeout_ms = 10_000
    process = None

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap

    async def start(self) -> None:
        """Waits until it answers and creates the topics that are missing. Raises StartFailed."""
        await until_ready("the external Kafka", lambda: answers(self.bootstrap), within=30)
        await ensure_topics(self.bootstrap)

    async def stop(self) -> None:
        """Raises StartFailed: it is not ours to stop."""
        raise StartFailed("an external Kafka cannot be stopped from here")

    async def kill(self) -> None:
        """Raises StartFailed: it is not ours to kill."""
        raise StartFailed("an external Kafka cannot be killed from here")

    async def close(self) -> None:
        """Leaves it as it is."""
