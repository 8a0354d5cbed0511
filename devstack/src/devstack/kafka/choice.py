"""Which broker: ``auto`` takes containers where Docker answers, else Apache with java, else embedded."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from devstack.containers import docker_answers
from devstack.failures import StartFailed
from devstack.kafka.apache import ApacheKafka
from devstack.kafka.broker import Kafka
from devstack.kafka.container import ContainerKafka
from devstack.kafka.embedded import EmbeddedKafka
from devstack.kafka.external import ExternalKafka
from devstack.kafka.jars import apache_is_possible


class KafkaKind(StrEnum):
    """Where the broker comes from."""

    AUTO = "auto"
    APACHE = "apache"
    CONTAINERS = "containers"
    EMBEDDED = "embedded"
    EXTERNAL = "external"


def settle_kafka(kind: KafkaKind) -> KafkaKind:
    """The kind that ``auto`` means on this machine; any other kind is itself."""
    if kind is not KafkaKind.AUTO:
        return kind
    if docker_answers():
        return KafkaKind.CONTAINERS
    return KafkaKind.APACHE if apache_is_possible() else KafkaKind.EMBEDDED


def choose_kafka(
    kind: KafkaKind,
    folder: Path,
    *,
    port: int | None = None,
    log: Path | None = None,
    bootstrap: str | None = None,
    temporary: bool = False,
) -> Kafka:
    """A broker of this kind, not started yet; ``bootstrap`` is the external one's. Raises StartFailed."""
    match settle_kafka(kind):
        case KafkaKind.APACHE:
            return ApacheKafka(folder, port=port, log=log, temporary=temporary)
        case KafkaKind.CONTAINERS:
            return ContainerKafka(port=port)
        case KafkaKind.EXTERNAL:
            if not bootstrap:
                raise StartFailed("an external Kafka needs its address, see --help")
            return ExternalKafka(bootstrap)
        case _:
            return EmbeddedKafka(folder, port=port, log=log, temporary=temporary)
