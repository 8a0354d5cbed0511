"""The interface that every kind of PostgreSQL offers."""

from __future__ import annotations

from typing import Protocol

import asyncpg

from devstack.process import Process


class Postgres(Protocol):
    """A PostgreSQL server. ``start`` after ``stop`` brings the same data back on the same port."""

    kind: str
    url: str
    """URL of a superuser, for asyncpg. Known from the start."""

    @property
    def process(self) -> Process | None:
        """The server's own process, where it is one of ours."""

    async def start(self) -> None:
        """Starts and waits until it answers. Raises StartFailed."""

    async def stop(self) -> None:
        """Stops it cleanly; the data stay."""

    async def kill(self) -> None:
        """Ends it at once, as a crash would."""

    async def close(self) -> None:
        """Stops it for good and removes what is temporary."""


async def answers(url: str) -> bool:
    """Whether the server lets this user in."""
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return False
    await connection.close()
    return True
