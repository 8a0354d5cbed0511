"""Apache Kafka in a container, through testcontainers."""

from __future__ import annotations

from devstack.containers import FixedContainer
from devstack.kafka.topics import answers, ensure_topics
from devstack.ports import HOST, free_port
from devstack.readiness import until_ready

IMAGE = "apache/kafka:4.3.1"


class ContainerKafka:
    """One KRaft node in a container on a fixed port of 127.0.0.1."""

    kind = "containers"
    idempotent = True
    durable = True
    session_timeout_ms = 10_000
    process = None

    def __init__(self, *, port: int | None = None) -> None:
        chosen = free_port(preferred=port)
        self.bootstrap = f"{HOST}:{chosen}"
        self._container = FixedContainer(IMAGE, inside=9092, port=chosen, env=_settings(self.bootstrap))

    async def start(self) -> None:
        """Starts the container, waits, creates the topics. Raises StartFailed."""
        await self._container.start()
        await until_ready("Kafka in a container", lambda: answers(self.bootstrap), within=120)
        await ensure_topics(self.bootstrap)

    async def stop(self) -> None:
        """Stops the container; topics and events stay."""
        await self._container.stop()

    async def kill(self) -> None:
        """Kills the container; the next start recovers."""
        await self._container.kill()

    async def close(self) -> None:
        """Removes the container with its data."""
        await self._container.remove()


def _settings(advertised: str) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{advertised}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    }
