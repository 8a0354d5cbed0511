"""The only BEGIN and COMMIT in the project, and the only way to emit an event."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from touchline_contracts.envelope import Envelope, Received
from touchline_contracts.event import Event
from touchline_runtime import failpoints, inbox, outbox
from touchline_runtime.clock import Clock
from touchline_runtime.ids import derived_id

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
NOW = "SELECT now()"
ACQUIRE_SECONDS = 10.0
"""How long to wait for a connection, and for one that is given back to be fit for the next."""
STATEMENT_SECONDS = 60.0
"""How long to wait for one statement: a server that went away without a word is waited for no longer."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a transaction takes place: an id of the request or event, within a scope that uses it once.

    ``scope`` is a subscription's or a route's name; emitted ids derive from both.
    """

    id: str
    scope: str
    correlation_id: str | None = None
    traceparent: str | None = None


class MayNotEmit(RuntimeError):
    """A projection tried to emit, or a reaction emitted without saying because of which event."""


@dataclass(slots=True)
class _Batch:
    """What the views of one transaction share."""

    emitted: list[outbox.Row] = field(default_factory=list)
    ordinals: dict[tuple[str, str], int] = field(default_factory=dict)
    envelopes: dict[int, Received[Event]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction: everything done with ``conn`` and everything emitted happens, or nothing."""

    conn: Connection
    now: datetime
    service: str
    cause: Cause | None
    _batch: _Batch = field(default_factory=_Batch)

    def emit(self, event: Event) -> None:
        """Publishes ``event`` if and when this transaction commits.

        Raises MayNotEmit, EventTooLarge, and MalformedEvent for what no subscriber could read.
        """
        if self.cause is None:
            raise MayNotEmit(f"{event.TYPE}: a reaction emits through tx.because(event), a projection never")
        place = (self.cause.scope, self.cause.id)
        ordinal = self._batch.ordinals.get(place, 0)
        self._batch.ordinals[place] = ordinal + 1
        envelope = Envelope(
            id=derived_id(*place, str(ordinal)),
            source=f"{inbox.OURS}{self.service}",
            type=event.TYPE,
            time=self.now,
            correlation_id=self.cause.correlation_id or self.cause.id,
            causation_id=self.cause.id,
            traceparent=self.cause.traceparent,
        )
        self._batch.emitted.append(outbox.row(envelope, event))

    def because(self, event: Event) -> Transaction:
        """A view of this transaction whose emitted events follow from ``event``, one of its inputs."""
        if self.cause is None:
            raise MayNotEmit("a projection has no causes to emit for")
        return replace(self, cause=_caused_by(self.envelope(event), self.cause.scope))

    def envelope(self, event: Event) -> Envelope:
        """The envelope of an input event, which must be the very object that was received."""
        received = self._batch.envelopes.get(id(event))
        if received is None:
            raise LookupError(f"{event.TYPE} is not an input of this transaction")
        return received.envelope

    def reacting(self, scope: str, inputs: Iterable[Received[Event]], *, emits: bool) -> Transaction:
        """The view that a subscription gets: its inputs known, and emitting only through because()."""
        for received in inputs:
            self._batch.envelopes[id(received.event)] = received
        return replace(self, cause=Cause("", scope) if emits else None)

    def had_effects(self) -> bool:
        """Whether it applied or emitted events: the relay's looks into an empty outbox do not count."""
        return bool(self._batch.envelopes or self._batch.emitted)

    def emitted(self) -> list[outbox.Row]:
        """What was emitted so far; a savepoint that is rolled back cuts it to its former length."""
        return self._batch.emitted


def _caused_by(envelope: Envelope, scope: str) -> Cause:
    return Cause(
        id=f"{envelope.source}#{envelope.id}",
        scope=scope,
        correlation_id=envelope.correlation_id or envelope.id,
        traceparent=envelope.traceparent,
    )


class Database:
    """A pool of connections to one service's database."""

    def __init__(
        self,
        pool: asyncpg.Pool[asyncpg.Record],
        service: str,
        clock: Clock | None = None,
        emitted: asyncio.Event | None = None,
    ) -> None:
        self.pool = pool
        self.service = service
        self.clock = clock
        self.emitted = emitted or asyncio.Event()

    @classmethod
    async def connect(
        cls,
        url: str,
        *,
        service: str,
        max_size: int = 10,
        clock: Clock | None = None,
        application: str = "api",
        emitted: asyncio.Event | None = None,
        schema: str | None = None,
    ) -> Database:
        """Opens the pool. A transaction left idle for 15 s is ended by the server, so that a frozen
        process cannot hold locks for ever; a connection or statement waited for too long raises TimeoutError,
        so that no outage is waited for without end. ``schema`` goes before public in the search path.
        Raises OSError or asyncpg's errors when the server is out of reach.
        """
        # Lists have filters that are mostly open (`$n is null or …`): planned for the values given, those
        # vanish and an index fits; a plan for all values reads the whole table.
        planned = {"plan_cache_mode": "force_custom_plan"} if application == "api" else {}
        # Statements of many parts are estimated at a multiple of what they cost, and to compile one takes
        # longer than it runs.
        planned["jit"] = "off"
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=max_size,
            command_timeout=STATEMENT_SECONDS,
            server_settings=planned
            | {
                "application_name": f"touchline-{service}-{application}",
                "idle_in_transaction_session_timeout": "15000",
                "lock_timeout": "10000",
                "timezone": "UTC",
                "search_path": f"{schema}, public" if schema else "public",
            },
        )
        return cls(pool, service, clock, emitted)

    @asynccontextmanager
    async def transaction(self, cause: Cause | None) -> AsyncIterator[Transaction]:
        """Begins, and commits on a normal end; what was emitted goes to the outbox as the last statement."""
        async with self.pool.acquire(timeout=ACQUIRE_SECONDS) as conn, conn.transaction():
            now = self.clock.now() if self.clock else await conn.fetchval(NOW)
            tx = Transaction(conn, now, self.service, cause)
            yield tx
            await outbox.write(conn, tx.emitted())
            if tx.had_effects():
                failpoints.reached("after-effects-before-commit")
        if tx.emitted():
            self.emitted.set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for queries, with no transaction open."""
        async with self.pool.acquire(timeout=ACQUIRE_SECONDS) as conn:
            yield conn

    async def close(self) -> None:
        """Waits for connections in use, and closes all."""
        await self.pool.close()
