"""Builds projections anew from the topics, beside the running service, and then puts them in its place.

The same consumer code runs with another schema in front of its search path, so that positions, inbox,
quarantine and the projections' tables are copies, empty at first. It follows the live consumer and never
passes it. At the end the live consumer is held for a moment while the last records are applied and the
tables are exchanged: nothing is emitted, and nothing is applied twice or left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from touchline_runtime import cluster, position
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher
from touchline_runtime.position import Place
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Connection, Database

log = structlog.get_logger(__name__)

SCHEMA = "rebuild"
OWN_TABLES = ("consumer_position", "inbox", "quarantine", "subscription_stop")
FRESH_SCHEMA = "DROP SCHEMA IF EXISTS rebuild CASCADE; CREATE SCHEMA rebuild"
COPY_SHAPE = "CREATE TABLE rebuild.{table} (LIKE public.{table} INCLUDING ALL)"
EXCHANGE = """
TRUNCATE public.{table};
INSERT INTO public.{table} OVERRIDING SYSTEM VALUE SELECT * FROM rebuild.{table}
"""
FORGET_FAULTS = """
DELETE FROM public.quarantine
WHERE consumer = $1 AND subscription = ANY($2::text[]) AND state IN ('quarantined', 'parked')
"""
DROP_SCHEMA = "DROP SCHEMA rebuild CASCADE"


class NotAProjection(ValueError):
    """Only projections can be rebuilt: a decision was made once, and its answer is in the backup."""


async def rebuild(
    url: str, service: str, bootstrap: str, subscriptions: Sequence[Subscription], names: Sequence[str] = ()
) -> int:
    """Rebuilds the named projections of a service, all of them when none is named.

    Returns how many records were read. Raises NotAProjection. What the topics no longer keep is gone.
    """
    chosen = _choose(subscriptions, names)
    live = await Database.connect(url, service=service, application="rebuild", max_size=2)
    try:
        read = 0
        for consumer in sorted({subscription.consumer for subscription in chosen}):
            mine = tuple(s for s in chosen if s.consumer == consumer)
            read += await _Rebuild(url, live, consumer, mine, bootstrap).run()
        return read
    finally:
        await live.close()


def _choose(subscriptions: Sequence[Subscription], names: Sequence[str]) -> tuple[Subscription, ...]:
    known = {s.name: s for s in subscriptions if s.effect == "projection"}
    if wrong := sorted(set(names) - set(known)):
        raise NotAProjection(f"{', '.join(wrong)}: no projection; there are {', '.join(sorted(known))}")
    return tuple(s for name, s in known.items() if not names or name in names)


class _Rebuild:
    """The rebuild of one consumer's projections."""

    def __init__(
        self, url: str, live: Database, consumer: str, subscriptions: tuple[Subscription, ...], bootstrap: str
    ) -> None:
        self._url = url
        self._live = live
        self._name = consumer
        self._subscriptions = subscriptions
        self._bootstrap = bootstrap
        self._tables = sorted({table for s in subscriptions for table in s.into})
        self._read = 0

    async def run(self) -> int:
        """Follows the live consumer until it is reached, then takes its place."""
        await self._prepare()
        beside = await Database.connect(
            self._url, service=self._live.service, application="rebuild", max_size=2, schema=SCHEMA
        )
        kafka = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False)
        await kafka.start()
        try:
            cluster_id = await cluster.cluster_id(self._bootstrap)
            consumer = Consumer(beside, Dispatcher(self._name, cluster_id, self._subscriptions))
            await self._follow(kafka, consumer)
            await self._take_over(kafka, consumer)
        finally:
            await kafka.stop()
            await beside.close()
        return self._read

    async def _prepare(self) -> None:
        async with self._live.reading() as conn:
            await conn.execute(FRESH_SCHEMA)
            for table in (*OWN_TABLES, *self._tables):
                await conn.execute(COPY_SHAPE.format(table=table))

    async def _follow(self, kafka: AIOKafkaConsumer, consumer: Consumer) -> None:
        async with self._live.reading() as conn:
            limits = await self._limits(conn, consumer)
        await consumer.place_at(list(limits))
        kafka.assign([TopicPartition(*place) for place in limits])
        for place in limits:
            kafka.seek(TopicPartition(*place), 0)
        await self._read_up_to(kafka, consumer, limits)

    async def _take_over(self, kafka: AIOKafkaConsumer, consumer: Consumer) -> None:
        async with self._live.transaction(None) as tx:
            await position.lock(tx.conn, self._name)
            await self._read_up_to(kafka, consumer, await self._limits(tx.conn, consumer))
            for table in self._tables:
                await tx.conn.execute(EXCHANGE.format(table=table))
            await tx.conn.execute(FORGET_FAULTS, self._name, [s.name for s in self._subscriptions])
        async with self._live.reading() as conn:
            await conn.execute(DROP_SCHEMA)
        log.info("rebuilt", consumer=self._name, tables=self._tables, records=self._read)

    async def _limits(self, conn: Connection, consumer: Consumer) -> Mapping[Place, int]:
        """Where the live consumer stands, on the topics of the chosen projections."""
        topics = frozenset().union(*(s.topics for s in self._subscriptions))
        rows = await conn.fetch(position.LOAD, self._name, consumer.dispatcher.cluster_id)
        return {
            Place(row["topic"], row["partition"]): row["next_offset"]
            for row in rows
            if row["topic"] in topics
        }

    async def _read_up_to(
        self, kafka: AIOKafkaConsumer, consumer: Consumer, limits: Mapping[Place, int]
    ) -> None:
        """Applies every record below the limits; compaction and retention leave gaps that count as read."""
        while any(consumer.next[place] < limit for place, limit in limits.items()):
            batches = await kafka.getmany(timeout_ms=200, max_records=500)
            for partition, records in batches.items():
                limit = limits[Place(*partition)]
                wanted = [record for record in records if record.offset < limit]
                if wanted and not await consumer.handle(wanted):
                    raise RuntimeError("the rebuild was disturbed; start it again")
                self._read += len(wanted)
                if len(wanted) < len(records):
                    kafka.seek(partition, limit)
            if not batches:
                await self._skip_gaps(kafka, consumer, limits)

    async def _skip_gaps(
        self, kafka: AIOKafkaConsumer, consumer: Consumer, limits: Mapping[Place, int]
    ) -> None:
        for place, limit in limits.items():
            reached = await kafka.position(TopicPartition(*place))
            if consumer.next[place] < limit <= reached:
                consumer.next[place] = limit
        await asyncio.sleep(0)
