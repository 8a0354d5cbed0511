"""The coaching service and an issuer as processes, and clients that are signed in."""

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
class CoachingService:
    """A running service."""

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
async def running_coaching(
    stack: Stack, url: str, folder: Path, **env: str
) -> AsyncIterator[CoachingService]:
    """Both processes, with these settings besides the usual ones, until the end."""
    issuer_port, port = free_port(), free_port()
    service = CoachingService(f"http://{HOST}:{port}", folder / "issuer.json")
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
    coaching = Process(
        "coaching", [sys.executable, "-m", "coaching"], folder / "coaching.log", env=settings | env
    )
    try:
        issuer.start()
        coaching.start()
        asking = service.client("nobody")
        await until_ready("coaching", lambda: _is_ready(asking), within=120, process=coaching)
        yield service
    finally:
        await service.clients.aclose()
        await coaching.stop()
        await issuer.stop()


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).is_success
    except httpx.TransportError:
        return False
