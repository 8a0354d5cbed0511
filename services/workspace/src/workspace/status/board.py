"""Asks the services how they are: once in a while, however many pages are open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from workspace.status.figures import Figures, State
from workspace.upstream import Upstream

FRESH_SECONDS = 2.0
PATIENCE_SECONDS = 3.0


class Told(BaseModel):
    """What a service says at /health/status; more than this is not passed on."""

    model_config = ConfigDict(extra="ignore")

    outbox: int = 0
    lag: int = 0
    quarantine: int = 0
    parked: int = 0
    stopped: tuple[str, ...] = ()
    counts: dict[str, int] = {}


class StatusBoard:
    """The figures of all services, at most FRESH_SECONDS old."""

    def __init__(self, upstreams: tuple[Upstream, ...], client: httpx.AsyncClient) -> None:
        self._upstreams = upstreams
        self._client = client
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._known: tuple[Figures, ...] = ()

    async def figures(self) -> tuple[Figures, ...]:
        """One entry for each service, in their order. Never raises: a service that is silent says so."""
        async with self._asking:
            if time.monotonic() - self._asked_at > FRESH_SECONDS:
                self._known = tuple(await asyncio.gather(*map(self._ask, self._upstreams)))
                self._asked_at = time.monotonic()
            return self._known

    async def _ask(self, upstream: Upstream) -> Figures:
        ready, status = await asyncio.gather(
            _in_time(self._client.get(upstream.at("/health/ready"))),
            _in_time(self._client.get(upstream.at("/health/status"))),
        )
        told = _told(status)
        if ready is None or (told is None and ready.is_success):
            return Figures(upstream, State.SILENT)
        told = told or Told()
        state = State.STOPPED if told.stopped else State.READY if ready.is_success else State.NOT_READY
        return Figures(
            upstream, state, told.lag, told.outbox, told.quarantine, told.parked, told.stopped, told.counts
        )


async def _in_time(answer: Awaitable[httpx.Response]) -> httpx.Response | None:
    try:
        return await asyncio.wait_for(answer, PATIENCE_SECONDS)
    except (httpx.HTTPError, TimeoutError):
        return None


def _told(answer: httpx.Response | None) -> Told | None:
    if answer is None or not answer.is_success:
        return None
    try:
        return Told.model_validate_json(answer.content)
    except ValidationError:
        return None
