"""One process of a service: starts the parts of its roles, owns the signals, and stops in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from touchline_runtime import idempotency, operations
from touchline_runtime.auth import Verifier
from touchline_runtime.companions import keep_companion
from touchline_runtime.dispatch import Policy
from touchline_runtime.failures import explain
from touchline_runtime.health import Health
from touchline_runtime.http import create_app
from touchline_runtime.keys import PublishedKeys
from touchline_runtime.memory import settle_memory
from touchline_runtime.relay import Relay
from touchline_runtime.schedule import Schedule, keep_running
from touchline_runtime.schema import ensure_schema
from touchline_runtime.serving import serve
from touchline_runtime.settings import Settings
from touchline_runtime.transaction import Database, Transaction
from touchline_runtime.worker import KafkaAddress
from touchline_runtime.workers import Workers

if TYPE_CHECKING:
    from touchline_runtime.service import Service

log = structlog.get_logger(__name__)

HOURLY = timedelta(hours=1)


async def run_until_stopped(service: Service, settings: Settings) -> int:
    """Runs a service; returns the exit code. SIGTERM and SIGINT stop it, a second one at once."""
    stop = asyncio.Event()
    _own_signals(stop)
    log.info("starting", roles=sorted(settings.roles))
    starting = asyncio.ensure_future(
        ensure_schema(settings.database_url, service_migrations=service.migrations)
    )
    await _first(starting, stop)
    if not starting.done():
        starting.cancel()
        return 0
    await starting
    async with AsyncExitStack() as stack:
        return await Process(service, settings, stop, stack).run()


class Process:
    """The parts of one process, in the order they stop: intake, work at hand, outbox, connections."""

    def __init__(
        self, service: Service, settings: Settings, stop: asyncio.Event, stack: AsyncExitStack
    ) -> None:
        self._service = service
        self._settings = settings
        self._stop = stop
        self._stack = stack
        self._outbox_done = asyncio.Event()
        self._emitted = asyncio.Event()
        self._failed = False

    async def run(self) -> int:
        """Runs until told to stop, or until a part fails. Returns the exit code."""
        roles = self._settings.roles
        database = await self._connect("api", self._settings.api_connections if "api" in roles else 3)
        health = Health(self._service.name, roles, self._service.counts, database)
        intake = [self._spawn(self._http(database, health))]
        if "worker" in roles:
            intake += await self._work(health)
        relay = self._spawn(await self._relay()) if "relay" in roles else None
        settle_memory()
        log.info("started", roles=sorted(roles))
        await self._stop.wait()
        health.stopping = True
        log.info("stopping")
        await asyncio.gather(*intake, return_exceptions=True)
        if relay is not None:
            await self._drain(relay)
        log.info("stopped", failed=self._failed)
        return 1 if self._failed else 0

    async def _http(self, database: Database, health: Health) -> None:
        given = self._settings
        keys = PublishedKeys(given.jwks_url)
        self._stack.push_async_callback(keys.aclose)
        verifier = Verifier(
            issuer=given.issuer, audience=given.audience, keys=keys, roles_claim=given.roles_claim
        )
        routes = self._service.routes + operations.routes_of(self._service.subscriptions)
        app = create_app(
            self._service.name,
            self._service.title,
            routes if "api" in given.roles else (),
            database,
            verifier,
        )
        health.install(app)
        await serve(app, given.http_host, given.http_port, self._stop)

    async def _work(self, health: Health) -> list[asyncio.Task[None]]:
        given = self._settings
        database = await self._connect("worker", given.worker_connections)
        workers = health.workers = Workers(
            self._service.name,
            self._service.subscriptions,
            database,
            KafkaAddress(given.kafka_bootstrap, given.kafka_session_timeout_ms),
            Policy(
                failures=given.stop_after_failures, window=timedelta(seconds=given.failure_window_seconds)
            ),
        )

        async def keep_inbox(_: Transaction) -> None:
            await workers.keep()

        schedules = (
            *self._service.schedules,
            Schedule("keep_inbox", HOURLY, keep_inbox),
            Schedule("forget_idempotency_keys", HOURLY, idempotency.forget_old),
        )
        parts = [self._consume(workers)]
        parts += [keep_running(s, database, self._stop, workers.until_read(s.after)) for s in schedules]
        after = self._service.companions_after
        for module in self._service.companions:
            parts.append(keep_companion(module, self._stop, workers.until_read(after)))
        return [self._spawn(part) for part in parts]

    async def _consume(self, workers: Workers) -> None:
        """Fetches until told to stop, then finishes the batch at work."""
        starting = asyncio.ensure_future(workers.start())
        await _first(starting, self._stop)
        if not starting.done():
            starting.cancel()
        else:
            await starting
            await self._stop.wait()
        await workers.stop()

    async def _relay(self) -> Coroutine[None, None, None]:
        database = await self._connect("relay", 2)
        relay = Relay(database, self._settings.kafka_bootstrap, idempotent=self._settings.kafka_idempotence)
        return relay.run(self._outbox_done)

    async def _drain(self, relay: asyncio.Task[None]) -> None:
        self._outbox_done.set()
        self._emitted.set()
        done, _ = await asyncio.wait((relay,), timeout=self._settings.drain_seconds)
        if not done:
            log.warning("outbox_not_drained", after_seconds=self._settings.drain_seconds)
            relay.cancel()

    async def _connect(self, application: str, connections: int) -> Database:
        database = await Database.connect(
            self._settings.database_url,
            service=self._service.name,
            max_size=connections,
            application=application,
            emitted=self._emitted,
        )
        self._stack.push_async_callback(database.close)
        return database

    def _spawn(self, part: Coroutine[None, None, None]) -> asyncio.Task[None]:
        return asyncio.create_task(self._watched(part))

    async def _watched(self, part: Coroutine[None, None, None]) -> None:
        """A part that fails ends the process, so that whoever watches it starts it again."""
        try:
            await part
        except Exception as error:
            log.exception("part_failed", reason=explain(error))
            self._failed = True
            self._stop.set()


async def _first(work: asyncio.Future[None], stop: asyncio.Event) -> None:
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait((work, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


def _own_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def told() -> None:
        if stop.is_set():
            raise SystemExit(1)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
