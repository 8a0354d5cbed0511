"""Builds projections anew from the topics, beside the running service, and then puts them in its place.

The same consumer code runs with another schema in front of its search path, so that positions, inbox,
quarantine and the projections' tables are copies, empty at first. It follows the live consumer and never
passes it. At the end the live consumer is held for a moment while the last records are applied and the
tables are exchanged: nothing is emitted, and nothing is applied twice or left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from touchline_runtime import cluster, position, rebuild_tables
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher
from touchline_runtime.ids import lock_number
from touchline_runtime.position import Place
from touchline_runtime.reading import Inbound
from touchline_runtime.sessions import session
from touchline_runtime.subscription import Subscription
from touchline_runtime.transaction import Connection, Database

log = structlog.get_logger(__name__)

NEAR = 1_000
"""Records that the live consumer may be ahead when it is held: a second or two of work."""
TRY_LOCK = "SELECT pg_try_advisory_lock($1)"
# What the operator still has to settle, or gave up. What was replayed has been applied.
HELD = """
SELECT topic, partition, log_offset FROM quarantine
WHERE consumer = $1 AND cluster_id = $2 AND state IN ('quarantined', 'parked', 'discarded')
"""
FAILED = "SELECT count(*), min(reason) FROM quarantine WHERE kind = 'failed'"


class NotAProjection(ValueError):
    """Only projections can be rebuilt: a decision was made once, and its answer is in the backup."""


class NotRebuilt(RuntimeError):
    """The projections are as they were. The message says why, and what to do."""


async def rebuild(
    url: str, service: str, bootstrap: str, subscriptions: Sequence[Subscription], names: Sequence[str] = ()
) -> int:
    """Rebuilds the named projections of a service, all of them when none is named.

    Returns how many records were read. Raises NotAProjection, NotRebuilt. What the topics no longer keep
    is gone.
    """
    chosen = _choose(subscriptions, names)
    live = await Database.connect(url, service=service, application="rebuild", max_size=3)
    try:
        async with session(live) as conn:
            if not await conn.fetchval(TRY_LOCK, lock_number("rebuild")):
                raise NotRebuilt("another rebuild of this service is at work; wait for it to end")
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
        # In the order given: a table comes after those that it refers to.
        self._tables = list(dict.fromkeys(table for s in subscriptions for table in s.into))
        self._held: set[tuple[str, int, int]] = set()
        self._read = 0

    async def run(self) -> int:
        """Follows the live consumer until it is reached, then takes its place."""
        await self._prepare()
        beside = await Database.connect(
            self._url,
            service=self._live.service,
            application="rebuild",
            max_size=2,
            schema=rebuild_tables.SCHEMA,
        )
        # Earliest: where retention dropped the first records, the oldest that is left comes next.
        kafka = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
        )
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
            await rebuild_tables.make(conn, self._tables)

    async def _follow(self, kafka: AIOKafkaConsumer, consumer: Consumer) -> None:
        async with self._live.reading() as conn:
            limits = await self._limits(conn, consumer)
        await consumer.place_at(list(limits))
        kafka.assign([TopicPartition(*place) for place in limits])
        for place in limits:
            kafka.seek(TopicPartition(*place), 0)
        behind = NEAR
        while behind >= NEAR:
            await self._read_up_to(kafka, consumer, limits)
            reached = limits
            async with self._live.reading() as conn:
                limits = await self._limits(conn, consumer)
            behind = sum(limits[place] - reached[place] for place in limits)

    async def _take_over(self, kafka: AIOKafkaConsumer, consumer: Consumer) -> None:
        async with self._live.transaction(None) as tx:
            await position.lock(tx.conn, self._name)
            await self._read_up_to(kafka, consumer, await self._limits(tx.conn, consumer))
            await self._refuse_gaps(consumer)
            await rebuild_tables.exchange(tx.conn, self._tables)
        async with self._live.reading() as conn:
            await conn.execute(rebuild_tables.DROP_SCHEMA)
        log.info("rebuilt", consumer=self._name, tables=self._tables, records=self._read)

    async def _limits(self, conn: Connection, consumer: Consumer) -> Mapping[Place, int]:
        """Where the live consumer stands, on the topics of the chosen projections, and what it set aside.

        What is set aside is left out here too: a replay will apply it, to the tables rebuilt by then.
        """
        cluster_id = consumer.dispatcher.cluster_id
        topics = frozenset().union(*(s.topics for s in self._subscriptions))
        rows = await conn.fetch(position.LOAD, self._name, cluster_id)
        held = {tuple(row) for row in await conn.fetch(HELD, self._name, cluster_id)}
        if not self._held <= held:
            raise NotRebuilt("quarantined events were replayed meanwhile; start the rebuild again")
        self._held = held
        return {
            Place(row["topic"], row["partition"]): row["next_offset"]
            for row in rows
            if row["topic"] in topics
        }

    async def _refuse_gaps(self, consumer: Consumer) -> None:
        async with consumer.database.reading() as conn:
            failed = await conn.fetchrow(FAILED)
        if failed is not None and failed["count"]:
            count, reason = failed
            raise NotRebuilt(f"{count} events could not be applied, so nothing was exchanged: {reason}")

    async def _read_up_to(
        self, kafka: AIOKafkaConsumer, consumer: Consumer, limits: Mapping[Place, int]
    ) -> None:
        """Applies every record below the limits; compaction and retention leave gaps that count as read."""
        while any([await kafka.position(TopicPartition(*place)) < limit for place, limit in limits.items()]):
            batches = await kafka.getmany(timeout_ms=200, max_records=500)
            for partition, records in batches.items():
                limit = limits[Place(*partition)]
                wanted = [record for record in records if record.offset < limit]
                if not await consumer.apply(await self._applicable(consumer, wanted)):
                    raise NotRebuilt("the rebuild was disturbed; start it again")
                self._read += len(wanted)
                if len(wanted) < len(records):
                    kafka.seek(partition, limit)

    async def _applicable(
        self, consumer: Consumer, records: Sequence[ConsumerRecord[bytes, bytes]]
    ) -> list[Inbound]:
        """The records, without what they hold where that was never applied: unreadable, or set aside."""
        return [
            Inbound(inbound.record)
            if inbound.fault or (*inbound.place, inbound.record.offset) in self._held
            else inbound
            for inbound in await consumer.read(records)
        ]
