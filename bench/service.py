"""A service and an issuer as processes, and clients that are signed in."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx

from bench.stack import Stack
from devstack.issuer.key import ensure_key
from devstack.issuer.token import sign
from devstack.ports import HOST, free_port
from devstack.process import Process
from devstack.readiness import until_ready
from touchline_runtime.auth import EMBEDDED_ISSUER, Role


@dataclass
class RunningService:
    """Where it answers, and who may sign in."""

    url: str
    key_file: Path
    clients: AsyncExitStack = field(default_factory=AsyncExitStack)

    def client(self, person_id: str, *roles: Role) -> httpx.AsyncClient:
        """Signed in for an hour; closed with the service."""
        token = sign(ensure_key(self.key_file), person_id, list(roles), lifetime=timedelta(hours=1))
        client = httpx.AsyncClient(
            base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        self.clients.push_async_callback(client.aclose)
        return client


@asynccontextmanager
async def running_service(
    name: str, stack: Stack, url: str, folder: Path, **env: str
) -> AsyncIterator[RunningService]:
    """Both processes, with these settings besides the usual ones, until the end. ``name``: of its package."""
    issuer_port, port = free_port(), free_port()
    service = RunningService(f"http://{HOST}:{port}", folder / "issuer.json")
    command = [sys.executable, "-m", "devstack.issuer", str(service.key_file), str(issuer_port)]
    issuer = Process("issuer", command, folder / "issuer.log")
    settings = {
        "TOUCHLINE_ENVIRONMENT": "development",
        "TOUCHLINE_ISSUER": EMBEDDED_ISSUER,
        "TOUCHLINE_JWKS_URL": f"http://{HOST}:{issuer_port}/jwks.json",
        "TOUCHLINE_DATABASE_URL": url,
        "TOUCHLINE_KAFKA_BOOTSTRAP": stack.bootstrap,
        "TOUCHLINE_HTTP_PORT": str(port),
        "TOUCHLINE_LOG_LEVEL": "WARNING",
    }
    process = Process(name, [sys.executable, "-m", name], folder / f"{name}.log", env=settings | env)
    try:
        issuer.start()
        process.start()
        asking = service.client("nobody")
        await until_ready(name, lambda: _is_ready(asking), within=120, process=process)
        yield service
    finally:
        await service.clients.aclose()
        await process.stop()
        await issuer.stop()


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).is_success
    except httpx.TransportError:
        return False
