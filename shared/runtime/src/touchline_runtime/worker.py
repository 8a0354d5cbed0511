"""Connects a service's consumers to Kafka through FastStream: raw batches in, positions from PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.subscriber.usecase import BatchSubscriber

from touchline_runtime import metrics
from touchline_runtime.consumer import Consumer
from touchline_runtime.failures import explain
from touchline_runtime.fetching import CarefulConsumer, Records, undecoded, unparsed
from touchline_runtime.position import Place
from touchline_runtime.reading import Inbound

log = structlog.get_logger(__name__)

MAX_RECORDS = 500
POLL_MS = 20  # FastStream sleeps as long again after an empty poll: this bounds the latency it adds
COMMIT_EVERY_SECONDS = 5.0
STOP_SECONDS = 30.0
"""How long a batch at work may take to finish when the service stops."""


@dataclass(frozen=True, slots=True)
class KafkaAddress:
    """Where the brokers are, and how long a silent worker is believed to be alive."""

    bootstrap: str
    session_timeout_ms: int = 10_000


class KafkaWorker:
    """Runs one Consumer on its topics as a member of a Kafka consumer group."""

    def __init__(self, consumer: Consumer, topics: Iterable[str], group: str, address: KafkaAddress) -> None:
        self.consumer = consumer
        self.topics = sorted(topics)
        self._committed_at = monotonic()
        self._at_work: asyncio.Task[bool] | None = None
        self._broker = KafkaBroker(
            address.bootstrap,
            consumer_only=True,
            allow_auto_create_topics=False,
            apply_types=False,
            logger=None,
            graceful_timeout=STOP_SECONDS,
        )
        self._subscriber: BatchSubscriber = self._broker.subscriber(
            *self.topics,
            group_id=group,
            batch=True,
            max_records=MAX_RECORDS,
            batch_timeout_ms=POLL_MS,
            fetch_max_wait_ms=100,
            max_partition_fetch_bytes=4 * 1024 * 1024,
            auto_offset_reset="earliest",
            session_timeout_ms=address.session_timeout_ms,
            heartbeat_interval_ms=address.session_timeout_ms // 3,
            ack_policy=AckPolicy.MANUAL,
            listener=_SeekToPositions(self),
            parser=unparsed,
            decoder=undecoded,
        )
        self._subscriber(self._take)

    async def start(self) -> None:
        """Joins the group. Raises KafkaError when no broker answers."""
        await self._broker.connect()
        config = self._broker.config.broker_config
        options = config.builder.keywords  # type: ignore[attr-defined]
        config.builder = partial(CarefulConsumer, **options, read_again=self._read_again)
        await self._broker.start()

    async def stop(self) -> None:
        """Fetches no more, lets the batch at work finish unless it waits, and leaves the group."""
        self.consumer.leaving = True
        await self._broker.stop()
        await self._finished()

    @property
    def kafka(self) -> AIOKafkaConsumer | None:
        """The aiokafka consumer while it runs."""
        return self._subscriber.consumer

    def lag(self) -> int:
        """Records known to be in the log and not yet applied, on the partitions held here; sets the metric.

        From each partition's high water mark, which is right on every broker; a partition not fetched from
        yet counts as 1.
        """
        kafka, total = self.kafka, 0
        if kafka is None:
            return 0
        for partition in kafka.assignment():
            mark = kafka.highwater(partition)
            applied = self.consumer.next.get(Place(*partition), 0)
            behind = 1 if mark is None else max(0, mark - applied)
            name = self.consumer.dispatcher.consumer
            metrics.LAG.labels(name, partition.topic, partition.partition).set(behind)
            total += behind
        return total

    async def seek(self, partitions: Iterable[TopicPartition]) -> None:
        """Reads on from where PostgreSQL says this consumer stands."""
        wanted = sorted(partitions)
        loaded = await self.consumer.place_at([Place(*partition) for partition in wanted])
        kafka = self.kafka
        for partition in wanted:
            if kafka is not None and partition in kafka.assignment():
                kafka.seek(partition, loaded[Place(*partition)])

    def _read_again(self) -> None:
        if (kafka := self.kafka) is None:
            return
        for partition in kafka.assignment():
            if (offset := self.consumer.next.get(Place(*partition))) is not None:
                kafka.seek(partition, offset)

    async def _take(self, records: Records) -> None:
        """Decodes a batch while the one before is at work in PostgreSQL, then sets to work on it.

        A batch that comes after one that was handed back is handed back too: records stay in order.
        """
        partitions = {TopicPartition(record.topic, record.partition) for record in records}
        known = all(Place(*partition) in self.consumer.next for partition in partitions)
        batch = await self.consumer.read(records)
        if await self._finished() and known:
            self._at_work = asyncio.create_task(self._apply(batch, partitions))
        else:
            await self._hand_back(partitions)

    async def _finished(self) -> bool:
        """Waits for the batch at work. False when it was handed back."""
        at_work, self._at_work = self._at_work, None
        return at_work is None or await at_work

    async def _apply(self, batch: Sequence[Inbound], partitions: Iterable[TopicPartition]) -> bool:
        try:
            done = await self.consumer.apply(batch)
        except Exception as error:
            log.exception("batch_failed", consumer=self.consumer.dispatcher.consumer, reason=explain(error))
            done = False
            await asyncio.sleep(1.0)
        if done:
            await self._commit()
        else:
            await self._hand_back(partitions)
        return done

    async def _hand_back(self, partitions: Iterable[TopicPartition]) -> None:
        try:
            await self.seek(partitions)
        except Exception as error:
            # Without positions nothing is applied: the next batch finds them unknown and asks again.
            for partition in partitions:
                self.consumer.next.pop(Place(*partition), None)
            log.warning("positions_out_of_reach", reason=explain(error))
            await asyncio.sleep(1.0)

    async def _commit(self) -> None:
        """Tells Kafka how far we are, for the tools that show lag; nothing here reads it back."""
        kafka = self.kafka
        if kafka is None or monotonic() - self._committed_at < COMMIT_EVERY_SECONDS:
            return
        self._committed_at = monotonic()
        positions = {tp: self.consumer.next.get(Place(*tp)) for tp in kafka.assignment()}
        try:
            await kafka.commit({tp: offset for tp, offset in positions.items() if offset is not None})
        except KafkaError as error:
            log.info("offsets_not_committed", reason=explain(error))


class _SeekToPositions(ConsumerRebalanceListener):  # type: ignore[misc]
    """On assignment, forgets Kafka's offsets and reads from the positions in PostgreSQL."""

    def __init__(self, worker: KafkaWorker) -> None:
        self._worker = worker

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Nothing to give up: whoever comes next is told by PostgreSQL where to go on."""

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Positions may be out of reach now; then the first batch is handed back and they are asked again."""
        log.info("assigned", partitions=len(assigned), topics=self._worker.topics)
        try:
            await self._worker.seek(assigned)
        except Exception as error:
            log.warning("positions_out_of_reach", reason=explain(error))
            for partition in assigned:
                self._worker.consumer.next.pop(Place(*partition), None)
