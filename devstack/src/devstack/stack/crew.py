"""The issuer and the services of a stack as one crew: started, watched, stopped together."""

from __future__ import annotations

import asyncio
import sys

import httpx

from devstack.failures import StartFailed
from devstack.issuer.key import ensure_key
from devstack.ports import HOST
from devstack.process import Process
from devstack.readiness import port_answers, until_ready
from devstack.stack.console import say
from devstack.stack.health import is_ready
from devstack.stack.keep import Kept
from devstack.stack.services import SERVICES, Surroundings, service_process
from devstack.stack.state import StateFolder

_READY_WITHIN = 180.0
_HOPELESS = 3
"""So many crashes before a service was ever ready end the start."""


class Crew:
    """Everything that serves HTTP."""

    def __init__(self, state: StateFolder, around: Surroundings) -> None:
        ensure_key(state.key)
        self._around = around
        self._issuer = Kept.of(_issuer(state, around.ports["issuer"]))
        self._services = {name: Kept.of(service_process(name, around, state)) for name in SERVICES}

    def start(self, group: asyncio.TaskGroup) -> None:
        """Starts all, and keeps them running in this group. Raises StartFailed."""
        for kept in (self._issuer, *self._services.values()):
            kept.process.start()
            group.create_task(kept.keep())

    async def until_ready(self, client: httpx.AsyncClient) -> None:
        """Waits until all are ready, saying so of each. Raises StartFailed."""
        port = self._around.ports["issuer"]
        await until_ready(
            "issuer", lambda: port_answers(HOST, port), within=_READY_WITHIN, process=self._issuer.process
        )
        async with asyncio.TaskGroup() as group:
            for name in SERVICES:
                group.create_task(self._until_service_ready(client, name))

    async def kill_services(self) -> None:
        """Ends all services at once; as they are kept, each starts again."""
        await asyncio.gather(*(kept.process.kill() for kept in self._services.values()))

    async def stop(self) -> None:
        """Stops all for good, the issuer last."""
        await asyncio.gather(*(kept.stop() for kept in self._services.values()))
        await self._issuer.stop()

    async def _until_service_ready(self, client: httpx.AsyncClient, name: str) -> None:
        url, kept = self._around.url(name), self._services[name]

        async def ready() -> bool:
            if kept.crashes >= _HOPELESS:
                raise StartFailed(f"{name} ended {kept.crashes} times:\n{kept.process.last_lines()}")
            return await is_ready(client, url)

        await until_ready(name, ready, within=_READY_WITHIN)
        say(name, f"ready at {url}")


def _issuer(state: StateFolder, port: int) -> Process:
    return Process(
        name="issuer",
        command=[sys.executable, "-m", "devstack.issuer", str(state.key), str(port)],
        log=state.logs / "issuer.log",
        cwd=state.path,
        patience=5,
    )
