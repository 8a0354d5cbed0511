"""Which PostgreSQL: ``auto`` takes containers where a Docker daemon answers, else the embedded one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from devstack.containers import docker_answers
from devstack.failures import StartFailed
from devstack.postgres.container import ContainerPostgres
from devstack.postgres.embedded import EmbeddedPostgres
from devstack.postgres.external import ExternalPostgres
from devstack.postgres.server import Postgres


class PostgresKind(StrEnum):
    """Where PostgreSQL comes from."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    CONTAINERS = "containers"
    EXTERNAL = "external"


def settle_postgres(kind: PostgresKind) -> PostgresKind:
    """The kind that ``auto`` means on this machine; any other kind is itself."""
    if kind is not PostgresKind.AUTO:
        return kind
    return PostgresKind.CONTAINERS if docker_answers() else PostgresKind.EMBEDDED


def choose_postgres(
    kind: PostgresKind,
    folder: Path,
    *,
    port: int | None = None,
    log: Path | None = None,
    url: str | None = None,
    durable: bool = True,
    temporary: bool = False,
) -> Postgres:
    """A server of this kind, not started yet; ``url`` is the external one's. Raises StartFailed."""
    match settle_postgres(kind):
        case PostgresKind.CONTAINERS:
            return ContainerPostgres(port=port, durable=durable)
        case PostgresKind.EXTERNAL:
            if not url:
                raise StartFailed("an external PostgreSQL needs its URL, see --help")
            return ExternalPostgres(url)
        case _:
            return EmbeddedPostgres(folder, port=port, log=log, durable=durable, temporary=temporary)
