"""The HTTP port of a service: uvicorn, without its own signal handlers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp

log = structlog.get_logger(__name__)

GRACE_SECONDS = 10


class HttpServer:
    """Answers requests until it is stopped; then lets those at work finish."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._server = _Server(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def run(self) -> None:
        """Listens and serves. Port 0 takes any free one. Raises OSError for a port that is taken."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        with socket.create_server((self._host, self._port), family=family, backlog=2048) as listening:
            log.info("listening", host=self._host, port=listening.getsockname()[1])
            await self._server.serve(sockets=[listening])

    def stop(self) -> None:
        """Takes no more requests; ``run`` returns when those at work are answered."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """One owner of signals in a process, and it is not uvicorn."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: ASGIApp, host: str, port: int, stop: asyncio.Event) -> None:
    """Serves an application until ``stop``."""
    server = HttpServer(app, host, port)
    running = asyncio.ensure_future(server.run())
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    server.stop()
    await running
