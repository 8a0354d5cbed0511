"""The services of a stack: how each is started, all configuration in TOUCHLINE_* variables."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from devstack.issuer.token import AUDIENCE
from devstack.kafka import Kafka
from devstack.ports import HOST
from devstack.postgres.databases import OWNERS
from devstack.process import Process
from devstack.stack.state import StateFolder
from touchline_runtime.auth import EMBEDDED_ISSUER

GATEWAY = "workspace"
SERVICES = (*OWNERS, GATEWAY)


@dataclass(frozen=True)
class Surroundings:
    """What services need to know of the rest. ``ports`` are by service, ``databases`` URLs by owner."""

    kafka: Kafka
    jwks_url: str
    databases: Mapping[str, str]
    ports: Mapping[str, int]

    def url(self, service: str) -> str:
        """The base URL of a service."""
        return f"http://{HOST}:{self.ports[service]}"


def environment(service: str, around: Surroundings) -> dict[str, str]:
    """The variables a service is started with, the same as in docker-compose.yml."""
    env = {
        "TOUCHLINE_HTTP_HOST": HOST,
        "TOUCHLINE_HTTP_PORT": str(around.ports[service]),
        "TOUCHLINE_ENVIRONMENT": "development",
        "TOUCHLINE_ISSUER": EMBEDDED_ISSUER,
        "TOUCHLINE_AUDIENCE": AUDIENCE,
        "TOUCHLINE_JWKS_URL": around.jwks_url,
        "TOUCHLINE_KAFKA_BOOTSTRAP": around.kafka.bootstrap,
        "TOUCHLINE_KAFKA_IDEMPOTENCE": str(around.kafka.idempotent).lower(),
        "TOUCHLINE_KAFKA_SESSION_TIMEOUT_MS": str(around.kafka.session_timeout_ms),
    }
    if service in around.databases:
        return env | {"TOUCHLINE_DATABASE_URL": around.databases[service]}
    return env | {f"TOUCHLINE_{owner.upper()}_URL": around.url(owner) for owner in OWNERS}


def service_process(service: str, around: Surroundings, state: StateFolder) -> Process:
    """The program of a service, not started yet."""
    return Process(
        name=service,
        command=[sys.executable, "-m", service],
        log=state.logs / f"{service}.log",
        env=environment(service, around),
        cwd=state.path,
        patience=45.0,
    )
