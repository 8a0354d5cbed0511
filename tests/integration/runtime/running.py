"""Starts the notebook as a process of its own, with the variables that an operator would set."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import httpx

from touchline_runtime.auth import Role
from touchline_runtime.serving import serve
from touchline_runtime.testing.callers import AUDIENCE, ISSUER, Issuer

ROOT = Path(__file__).parents[3]


@dataclass
class Running:
    """A started process and what it logged so far."""

    process: asyncio.subprocess.Process
    issuer: Issuer
    log: list[dict[str, object]] = field(default_factory=list)
    port: int = 0

    async def until_logged(self, event: str) -> dict[str, object]:
        """Waits for a log line with this event."""
        deadline = monotonic() + 40
        while True:
            found = [line for line in self.log if line["event"] == event]
            if found:
                return found[0]
            assert monotonic() < deadline, self.log
            await asyncio.sleep(0.02)

    def client(self, person: str = "coach") -> httpx.AsyncClient:
        """A caller."""
        token = self.issuer.token(person, Role.COACH)
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}", headers={"Authorization": f"Bearer {token}"}
        )

    async def stop(self) -> int:
        """Sends SIGTERM and returns the exit code."""
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 30)


@asynccontextmanager
async def running(database_url: str, kafka: str, **settings: str) -> AsyncIterator[Running]:
    """Runs the notebook until it listens; kills what is left of it at the end."""
    issuer, stop = Issuer(), asyncio.Event()
    jwks_port = _free_port()
    keys = asyncio.ensure_future(serve(issuer, "127.0.0.1", jwks_port, stop))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TOUCHLINE_ISSUER": ISSUER,
        "TOUCHLINE_AUDIENCE": AUDIENCE,
        "TOUCHLINE_JWKS_URL": f"http://127.0.0.1:{jwks_port}/jwks",
        "TOUCHLINE_DATABASE_URL": database_url,
        "TOUCHLINE_KAFKA_BOOTSTRAP": kafka,
        "TOUCHLINE_HTTP_PORT": "0",
        **{f"TOUCHLINE_{name.upper()}": value for name, value in settings.items()},
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.runtime.notebook_main",
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    started = Running(process, issuer)
    reading = asyncio.ensure_future(_read(started))
    try:
        yield started
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await reading
        stop.set()
        await keys


async def _read(started: Running) -> None:
    assert started.process.stdout is not None
    async for line in started.process.stdout:
        entry = json.loads(line)
        started.log.append(entry)
        if entry["event"] == "listening":
            started.port = entry["port"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
