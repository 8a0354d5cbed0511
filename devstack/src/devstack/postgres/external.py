"""A PostgreSQL that is already there, given by its URL."""

from __future__ import annotations

from devstack.failures import StartFailed
from devstack.postgres.server import answers
from devstack.readiness import until_ready


class ExternalPostgres:
    """Somebody else's server: it is never stopped, and outage tests cannot run on it."""

    kind = "external"
    process = None

    def __init__(self, url: str) -> None:
        self.url = url

    async def start(self) -> None:
        """Waits until the server answers. Raises StartFailed."""
        await until_ready("the external PostgreSQL", lambda: answers(self.url), within=30)

    async def stop(self) -> None:
        """Raises StartFailed: it is not ours to stop."""
        raise StartFailed("an external PostgreSQL cannot be stopped from here")

    async def kill(self) -> None:
        """Raises StartFailed: it is not ours to kill."""
        raise StartFailed("an external PostgreSQL cannot be killed from here")

    async def close(self) -> None:
        """Leaves it as it is."""
