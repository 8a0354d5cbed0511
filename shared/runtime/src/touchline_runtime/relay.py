"""Publishes what the outbox holds, in its order, and deletes only what the broker acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import orjson
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from asyncpg import Record

from touchline_runtime import failpoints, metrics, outbox
from touchline_runtime.failures import explain, is_transient
from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Database

log = structlog.get_logger(__name__)

TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1)"
BATCH = 500
IDLE_SECONDS = 0.05
PUBLISH_SECONDS = 10.0


class Relay:
    """The one publisher of a service's outbox; several processes may run it, one at a time works."""

    def __init__(self, database: Database, bootstrap: str, *, idempotent: bool = True) -> None:
        self._database = database
        self._bootstrap = bootstrap
        self._idempotent = idempotent
        self._producer: AIOKafkaProducer | None = None
        self.lock = lock_number("relay")

    async def run(self, stop: asyncio.Event) -> None:
        """Publishes until ``stop`` is set and the outbox is empty, or the broker is out of reach."""
        pause = IDLE_SECONDS
        try:
            while True:
                published = await self._try_once()
                if published is None:
                    pause = min(pause * 2, 5.0)
                elif published < BATCH:
                    pause = IDLE_SECONDS
                if stop.is_set() and not published:
                    return
                if published is None or (published < BATCH and not stop.is_set()):
                    await self._rest(pause)
        finally:
            await self._drop_producer()

    async def publish_head(self) -> int:
        """Publishes the oldest events. Returns how many; 0 when there are none or another relay is at work.

        Raises KafkaError or TimeoutError with nothing deleted: the same events are published again, in the
        same order, and their readers know repeats by source and id.
        """
        async with self._database.transaction(None) as tx:
            if not await tx.conn.fetchval(TRY_LOCK, self.lock):
                return 0
            rows = await tx.conn.fetch(outbox.HEAD, BATCH)
            if not rows:
                return 0
            await asyncio.wait_for(self._publish(rows), PUBLISH_SECONDS)
            failpoints.reached("after-publish-before-delete")
            await tx.conn.execute(outbox.DELETE, [row["id"] for row in rows])
        metrics.PUBLISHED.inc(len(rows))
        return len(rows)

    async def waiting(self) -> int:
        """How many events wait in the outbox; also sets the metrics of it."""
        async with self._database.reading() as conn:
            row = await conn.fetchrow(outbox.WAITING)
        count, oldest = (row["count"], row["min"]) if row else (0, None)
        metrics.OUTBOX_WAITING.set(count)
        metrics.OUTBOX_AGE.set((datetime.now(UTC) - oldest).total_seconds() if oldest else 0)
        return int(count)

    async def _try_once(self) -> int | None:
        self._database.emitted.clear()
        try:
            return await self.publish_head()
        except (KafkaError, TimeoutError) as error:
            log.warning("publish_failed", reason=explain(error))
            await self._drop_producer()
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("outbox_out_of_reach", reason=explain(error))
        return None

    async def _publish(self, rows: Sequence[Record]) -> None:
        producer = await self._ready_producer()
        sent = [
            await producer.send(
                row["topic"],
                key=row["key"].encode(),
                value=row["payload"],
                headers=[(name, value.encode()) for name, value in orjson.loads(row["headers"])],
            )
            for row in rows
        ]
        await asyncio.gather(*sent)

    async def _ready_producer(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=self._idempotent,
                linger_ms=2,
                max_batch_size=262_144,
                max_request_size=outbox.MAX_BYTES + 100_000,
                request_timeout_ms=int(PUBLISH_SECONDS * 1000),
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer

    async def _drop_producer(self) -> None:
        """A producer that failed once is not trusted to keep the order: a new one starts from the head."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError, TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(producer.stop(), 2.0)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._database.emitted.wait(), seconds)
