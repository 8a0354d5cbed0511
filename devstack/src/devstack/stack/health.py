"""What services say of themselves over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError


class ServiceStatus(BaseModel):
    """A service's own figures: events not yet published, not yet read, set aside, waiting behind those.

    ``stopped`` names subscriptions that had too many failures.
    """

    model_config = ConfigDict(extra="ignore")

    service: str
    roles: list[str] = []
    outbox: int = 0
    lag: int = 0
    quarantine: int = 0
    parked: int = 0
    stopped: list[str] = []
    counts: dict[str, int] = {}

    @property
    def quiet(self) -> bool:
        """Whether nothing is under way in this service."""
        return self.outbox == 0 and self.lag == 0


async def is_ready(client: httpx.AsyncClient, url: str) -> bool:
    """Whether the service at this URL says it is ready."""
    try:
        return (await client.get(f"{url}/health/ready")).is_success
    except httpx.HTTPError:
        return False


async def status_of(client: httpx.AsyncClient, url: str) -> ServiceStatus | None:
    """What the service says; None if it does not answer."""
    try:
        answer = await client.get(f"{url}/health/status")
        answer.raise_for_status()
        return ServiceStatus.model_validate_json(answer.content)
    except (httpx.HTTPError, ValidationError):
        return None


async def statuses(client: httpx.AsyncClient, services: Mapping[str, str]) -> dict[str, ServiceStatus | None]:
    """What each service says, by name."""
    answers = await asyncio.gather(*(status_of(client, url) for url in services.values()))
    return dict(zip(services, answers, strict=True))


async def until_quiet(
    client: httpx.AsyncClient, services: Mapping[str, str], *, within: float, pause: float = 0.4
) -> list[str]:
    """Waits until every outbox is empty and every lag zero, seen twice in a row.

    Returns what is left when ``within`` seconds are over, such as ``coaching: 3 to publish, 0 to read``.
    """
    deadline = asyncio.get_running_loop().time() + within
    calm = 0
    while True:
        found = await statuses(client, services)
        left = [_left(name, status) for name, status in found.items() if status is None or not status.quiet]
        calm = 0 if left else calm + 1
        if calm == 2:
            return []
        if asyncio.get_running_loop().time() > deadline:
            return left or ["quiet only once"]
        await asyncio.sleep(pause)


def _left(name: str, status: ServiceStatus | None) -> str:
    if status is None:
        return f"{name}: no answer"
    return f"{name}: {status.outbox} to publish, {status.lag} to read"
