"""The services of one test: each a process, started, killed and started again at will."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import httpx

from devstack.kafka import Kafka
from devstack.ports import free_port, free_ports
from devstack.postgres.databases import OWNERS
from devstack.process import Process, run_once
from devstack.readiness import until_ready
from devstack.stack.health import is_ready
from devstack.stack.services import GATEWAY, SERVICES, Surroundings, service_process
from devstack.stack.state import StateFolder

READY_WITHIN = 120.0
ALWAYS = {
    "TOUCHLINE_LOG_LEVEL": "INFO",
    # The learner's cap would end the proposals of a load that takes minutes, not weeks.
    "TOUCHLINE_PROPOSAL_WEEKLY_CAP": "100000",
}


@dataclass
class Crew:
    """Processes by name. A replica of a service has a name such as ``coaching-2``.

    ``databases`` are URLs by service; ``settings`` are more variables for all of them.
    """

    folder: Path
    kafka: Kafka
    jwks_url: str
    databases: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))
        self.around = Surroundings(self.kafka, self.jwks_url, self.databases, ports)
        self._urls = {name: self.around.url(name) for name in SERVICES}

    @property
    def gateway(self) -> str:
        """The one address that callers know."""
        return self._urls[GATEWAY]

    def url(self, name: str) -> str:
        """Where a process serves HTTP."""
        return self._urls[name]

    def of(self, name: str) -> Process:
        """The process of this name. Raises KeyError if it was never started."""
        return self.processes[name]

    def start(self, name: str, **settings: str) -> Process:
        """Starts a process, with ``TOUCHLINE_…`` variables of its own by their names in lower case."""
        service, _, number = name.partition("-")
        around = self.around
        if number and name not in self._urls:
            self._urls[name] = f"http://127.0.0.1:{free_port()}"
        if number:
            around = replace(
                around, ports={**around.ports, service: int(self._urls[name].rpartition(":")[2])}
            )
        process = service_process(service, around, StateFolder(self.folder))
        process.name = name
        process.log = self.folder / "logs" / f"{name}.log"
        own = {f"TOUCHLINE_{key.upper()}": value for key, value in settings.items()}
        process.env = {**process.env, **ALWAYS, **self.settings, **own}
        self.processes[name] = process
        process.start()
        return process

    async def command(self, service: str, *arguments: str) -> None:
        """Runs a service's command to its end. Raises StartFailed with what it said if it fails."""
        process = service_process(service, self.around, StateFolder(self.folder))
        process.command = [*process.command, *arguments]
        process.log = self.folder / "logs" / f"{service}-{'-'.join(arguments)}.log"
        await run_once(process, within=READY_WITHIN)

    async def start_all(self, *names: str) -> None:
        """Starts these, or all services and the gateway, and waits until they are ready."""
        for name in names or SERVICES:
            self.start(name)
        await self.until_ready(*(names or SERVICES))

    async def until_ready(self, *names: str) -> None:
        """Raises StartFailed with the end of its log where a process is not ready in time."""
        async with httpx.AsyncClient(timeout=5) as client:
            for name in names:
                ready = partial(is_ready, client, self._urls[name])
                await until_ready(name, ready, within=READY_WITHIN, process=self.of(name))

    async def stop(self, *names: str) -> None:
        """Stops these, or all, in an orderly way."""
        await asyncio.gather(*(self.of(name).stop() for name in names or self.processes))

    async def kill(self, *names: str) -> None:
        """Ends these, or all, as a power cut would."""
        await asyncio.gather(*(self.of(name).kill() for name in names or self.processes))

    def log_of(self, name: str) -> str:
        """Everything a process has logged."""
        return self.of(name).log.read_text(errors="replace")


__all__ = ["GATEWAY", "OWNERS", "SERVICES", "Crew"]
