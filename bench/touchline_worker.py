"""Touchline's own consumer with a service's subscriptions, and its relay, in one process: here coaching's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import asyncpg

from bench.case import Case, Outcome, Stopwatch, main
from coaching.main import SERVICE
from touchline_runtime import cluster, inbox
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher, Policy
from touchline_runtime.reading import Inbound, Record
from touchline_runtime.relay import Relay
from touchline_runtime.schedule import Schedule, keep_running
from touchline_runtime.service import Service
from touchline_runtime.subscription import WORK
from touchline_runtime.transaction import Database
from touchline_runtime.worker import KafkaAddress, KafkaWorker

PREFILL = """
insert into inbox (event_key, payload_hash, generation)
select decode(md5(number::text), 'hex'), number, $3 - (number % 2)
from generate_series($1::int, $2::int) as number
"""
_SLICE = 500_000


class TimedConsumer(Consumer):
    """Starts the watch with the first batch and counts what is applied."""

    def __init__(self, database: Database, dispatcher: Dispatcher, watch: Stopwatch) -> None:
        super().__init__(database, dispatcher)
        self.watch = watch

    async def read(self, records: Sequence[Record]) -> list[Inbound]:
        """As the consumer does."""
        self.watch.start()
        return await super().read(records)

    async def apply(self, batch: Sequence[Inbound]) -> bool:
        """As the consumer does."""
        done = await super().apply(batch)
        self.watch.reached(sum(self.next.values()))
        return done


async def prefill(url: str, rows: int) -> None:
    """Puts entries of other events into the inbox, half of them in the generation before this one."""
    conn = await asyncpg.connect(url)
    try:
        current = inbox.generation(await conn.fetchval("select now()"), Policy().inbox_retention)
        await inbox.keep_generations(conn, current)
        for start in range(1, rows + 1, _SLICE):
            await conn.execute(PREFILL, start, min(rows, start + _SLICE - 1), current)
        await conn.execute("vacuum analyze inbox")
        await conn.execute("checkpoint")
    finally:
        await conn.close()


async def run(case: Case) -> Outcome:
    """As the coaching service does."""
    return await consume(case, SERVICE)


async def consume(case: Case, service: Service, schedules: Sequence[Schedule] = ()) -> Outcome:
    """Applies all events, beside schedules; the clock stops when the outbox is published and empty."""
    emitted = asyncio.Event()
    work = await Database.connect(case.database_url, service=service.name, max_size=4, emitted=emitted)
    out = await Database.connect(case.database_url, service=service.name, max_size=2, emitted=emitted)
    cluster_id = await cluster.cluster_id(case.bootstrap)
    subscriptions = tuple(s for s in service.subscriptions if s.consumer == WORK)
    watch = Stopwatch(case.events)
    consumer = TimedConsumer(work, Dispatcher(WORK, cluster_id, subscriptions), watch)
    worker = KafkaWorker(consumer, {case.topic}, f"{case.group}-touchline", KafkaAddress(case.bootstrap))
    relay, stop = Relay(out, case.bootstrap), asyncio.Event()
    beside = [
        asyncio.create_task(relay.run(stop)),
        *(asyncio.create_task(keep_running(schedule, out, stop)) for schedule in schedules),
    ]
    await worker.start()
    try:
        while watch.seen < case.events or await relay.waiting():  # noqa: ASYNC110 - the outbox is asked
            await asyncio.sleep(0.01)
        return watch.stop("touchline")
    finally:
        await worker.stop()
        stop.set()
        await asyncio.gather(*beside)
        await work.close()
        await out.close()


if __name__ == "__main__":
    main(run)
