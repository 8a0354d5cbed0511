"""The supervisor: starts a whole stack, keeps it running, drains it and stops it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from devstack.failures import StackError
from devstack.issuer.app import JWKS
from devstack.kafka import KafkaKind
from devstack.ports import HOST
from devstack.postgres import PostgresKind
from devstack.postgres.databases import OWNERS, data_id, ensure_databases
from devstack.stack.console import say, warn
from devstack.stack.crew import Crew
from devstack.stack.feed import DemoFeed
from devstack.stack.health import until_quiet
from devstack.stack.keep import Kept
from devstack.stack.servers import Servers
from devstack.stack.services import GATEWAY, SERVICES, Surroundings
from devstack.stack.state import Phase, StackRecord, StateFolder

_QUIET_WITHIN = 30.0


@dataclass(frozen=True)
class Wishes:
    """What ``touchline up`` was asked for."""

    kafka: KafkaKind
    postgres: PostgresKind
    demo: bool


class Stack:
    """One run of a stack. ``on_running`` is told the record once everything is ready."""

    def __init__(
        self,
        state: StateFolder,
        wishes: Wishes,
        ports: dict[str, int],
        on_running: Callable[[StackRecord], None],
    ) -> None:
        self._state = state
        self._wishes = wishes
        self._ports = ports
        self._on_running = on_running
        self._servers = Servers.choose(state, wishes.postgres, wishes.kafka, ports)
        self._server_keepers: list[Kept] = []
        self._crew: Crew | None = None
        self._feed = DemoFeed(state)
        self._stop = asyncio.Event()
        self._data_id = ""
        self._started_at = datetime.now(UTC)

    async def run(self) -> None:
        """Runs until SIGINT or SIGTERM, then drains and stops all. Raises StackError if it cannot start."""
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        try:
            async with asyncio.TaskGroup() as group, httpx.AsyncClient(timeout=5, trust_env=False) as client:
                try:
                    await self._until_told_to_stop(group, client)
                finally:
                    await self._take_down()
        except* StackError as failed:
            raise _first(failed) from None

    async def _until_told_to_stop(self, group: asyncio.TaskGroup, client: httpx.AsyncClient) -> None:
        starting = asyncio.ensure_future(self._start(group, client))
        told = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({starting, told}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.wait({starting})
            return
        starting.result()
        await told
        await self._drain(client)

    async def _start(self, group: asyncio.TaskGroup, client: httpx.AsyncClient) -> None:
        self._write("starting")
        await self._servers.start()
        self._keep_servers(group)
        url = self._servers.postgres.url
        databases = await ensure_databases(url, self._state.passwords(OWNERS))
        self._data_id = await data_id(url)
        self._crew = Crew(self._state, self._surroundings(databases))
        self._crew.start(group)
        await self._crew.until_ready(client)
        self._write("running")
        if self._wishes.demo:
            self._feed.start(group, self._data_id)
        self._on_running(self._record("running"))

    def _keep_servers(self, group: asyncio.TaskGroup) -> None:
        starts = (
            (self._servers.postgres, self._servers.postgres.start),
            (self._servers.kafka, self._kafka_again),
        )
        for server, again in starts:
            if server.process is not None:
                kept = Kept(server.process, again)
                self._server_keepers.append(kept)
                group.create_task(kept.keep())

    async def _kafka_again(self) -> None:
        if not self._servers.kafka.durable and self._crew is not None:
            # Positions belong to a cluster: a service that went on with the old id would skip new events.
            warn(
                "kafka",
                "the events it held in memory are gone; what services stored or wait to publish is not",
            )
            await self._crew.kill_services()
        await self._servers.kafka.start()

    async def _drain(self, client: httpx.AsyncClient) -> None:
        self._write("stopping")
        say("touchline", "draining: no new demo events, waiting until all that was published is applied")
        await self._feed.stop()
        services = {name: url for name, url in self._record("stopping").services.items() if name != GATEWAY}
        left = await until_quiet(client, services, within=_QUIET_WITHIN)
        for line in left:
            warn("touchline", f"not drained: {line}")

    async def _take_down(self) -> None:
        await self._feed.stop()
        for kept in self._server_keepers:
            kept.down = True
        if self._crew is not None:
            await self._crew.stop()
        await self._servers.close()
        self._write("stopped")
        say("touchline", f"stopped; `touchline up` carries on from {self._state.path}")

    def _surroundings(self, databases: dict[str, str]) -> Surroundings:
        return Surroundings(self._servers.kafka, self._jwks_url, databases, self._ports)

    @property
    def _jwks_url(self) -> str:
        return f"http://{HOST}:{self._ports['issuer']}{JWKS}"

    def _write(self, phase: Phase) -> None:
        self._state.write(self._record(phase))

    def _record(self, phase: Phase) -> StackRecord:
        return StackRecord(
            phase=phase,
            pid=os.getpid(),
            started_at=self._started_at,
            address=f"http://{HOST}:{self._ports[GATEWAY]}",
            kafka=self._servers.kafka.kind,
            kafka_bootstrap=self._servers.kafka.bootstrap,
            kafka_idempotent=self._servers.kafka.idempotent,
            postgres=self._servers.postgres.kind,
            jwks_url=self._jwks_url,
            services={name: f"http://{HOST}:{self._ports[name]}" for name in SERVICES},
            data_id=self._data_id,
            ports=self._ports,
        )


def _first(group: BaseExceptionGroup[StackError]) -> BaseException:
    """One failure stands for all: the others follow from it or say the same."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
