"""The interface that every kind of broker offers."""

from __future__ import annotations

from typing import Protocol

from devstack.process import Process


class Kafka(Protocol):
    """A broker. ``start`` after ``stop`` listens on the same port again."""

    kind: str
    bootstrap: str
    """``host:port``. Known from the start."""
    idempotent: bool
    """Whether an idempotent producer works with it."""
    durable: bool
    """Whether ``stop`` and ``start`` keep what was published; else the cluster id is a new one."""

    session_timeout_ms: int
    """How long a silent consumer should be believed alive, so that joining a group is quick here."""

    @property
    def process(self) -> Process | None:
        """The broker's own process, where it is one of ours: to pause, to watch."""

    async def start(self) -> None:
        """Starts, waits until it answers, creates the topics of the catalogue. Raises StartFailed."""

    async def stop(self) -> None:
        """Stops it cleanly."""

    async def kill(self) -> None:
        """Ends it at once, as a crash would."""

    async def close(self) -> None:
        """Stops it for good and removes what is temporary."""
