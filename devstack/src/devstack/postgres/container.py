"""PostgreSQL 18 in a container, through testcontainers."""

from __future__ import annotations

import secrets

from devstack.containers import FixedContainer
from devstack.ports import HOST, free_port
from devstack.postgres.server import answers
from devstack.readiness import until_ready

IMAGE = "postgres:18"


class ContainerPostgres:
    """A server in a container on a fixed port of 127.0.0.1. ``durable`` False turns fsync off."""

    kind = "containers"
    process = None

    def __init__(self, *, port: int | None = None, durable: bool = True) -> None:
        password = secrets.token_hex(16)
        chosen = free_port(preferred=port)
        self.url = f"postgresql://postgres:{password}@{HOST}:{chosen}/postgres"
        disk = "on" if durable else "off"
        self._container = FixedContainer(
            IMAGE,
            inside=5432,
            port=chosen,
            env={"POSTGRES_PASSWORD": password},
            command=f"postgres -c max_connections=300 -c fsync={disk} -c full_page_writes={disk}",
        )

    async def start(self) -> None:
        """Starts the container and waits until PostgreSQL answers. Raises StartFailed."""
        await self._container.start()
        await until_ready("PostgreSQL in a container", lambda: answers(self.url), within=120)

    async def stop(self) -> None:
        """Stops the container; the data stay."""
        await self._container.stop()

    async def kill(self) -> None:
        """Kills the container; the next start recovers."""
        await self._container.kill()

    async def close(self) -> None:
        """Removes the container with its data."""
        await self._container.remove()
