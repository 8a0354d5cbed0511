"""All consumers of one service: the directory's first, the others once it has caught up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import structlog
from aiokafka.errors import KafkaError

from touchline_contracts.directory import PersonChanged
from touchline_runtime import cluster, inbox, position
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher, Policy
from touchline_runtime.failures import explain, is_transient
from touchline_runtime.position import Place
from touchline_runtime.subscription import DIRECTORY, WORK, Subscription
from touchline_runtime.transaction import Database
from touchline_runtime.worker import KafkaAddress, KafkaWorker

log = structlog.get_logger(__name__)

RETRY_SECONDS = 1.0


class Workers:
    """Starts, watches and stops the consumers of a service."""

    def __init__(
        self,
        service: str,
        subscriptions: Sequence[Subscription],
        database: Database,
        address: KafkaAddress,
        policy: Policy | None = None,
    ) -> None:
        self._service = service
        self._subscriptions = tuple(subscriptions)
        self._database = database
        self._address = address
        self._policy = policy or Policy()
        self._running: dict[str, KafkaWorker] = {}
        self._waiting_for: str | None = "the broker"

    async def start(self) -> None:
        """Waits for the broker as long as it takes. Raises PartitionMismatch."""
        cluster_id = await self._find_cluster()
        await self._keep_inbox()
        directory = self._of(DIRECTORY)
        if directory:
            self._waiting_for = "the directory"
            await self._run(DIRECTORY, directory, cluster_id)
            # Tasks make no sense before their people.
            await self._until_read(DIRECTORY, PersonChanged.TOPIC, cluster_id)
        if work := self._of(WORK):
            await self._run(WORK, work, cluster_id)
        self._waiting_for = None

    async def until_read(self, topics: Iterable[str]) -> None:
        """Waits until the work's consumer, here or elsewhere, has read these to their end of this moment."""
        topics = sorted(topics)
        cluster_id = await self._find_cluster() if topics else ""
        for topic in topics:
            await self._until_read(WORK, topic, cluster_id)

    async def stop(self) -> None:
        """Fetches no more and lets batches at work finish."""
        await asyncio.gather(*(worker.stop() for worker in self._running.values()))

    async def keep(self) -> None:
        """Hourly: makes the inbox's next generation and drops the one that nobody needs."""
        await self._keep_inbox()

    def lag(self) -> int:
        """Records not yet applied, on the partitions held here; 1 at least while still starting."""
        return sum(worker.lag() for worker in self._running.values()) + (self._waiting_for is not None)

    def not_ready_because(self) -> list[str]:
        """Why this service should not be counted on; empty when it should."""
        reasons = [f"waiting for {self._waiting_for}"] if self._waiting_for else []
        stopped = [worker.consumer.stopped for worker in self._running.values() if worker.consumer.stopped]
        return reasons + [f"subscription {name} is stopped" for name in stopped]

    def _of(self, consumer: str) -> tuple[Subscription, ...]:
        return tuple(s for s in self._subscriptions if s.consumer == consumer)

    async def _run(self, name: str, subscriptions: tuple[Subscription, ...], cluster_id: str) -> None:
        dispatcher = Dispatcher(name, cluster_id, subscriptions, self._policy)
        topics = frozenset().union(*(subscription.topics for subscription in subscriptions))
        group = f"touchline.{self._service}.{name}"
        worker = KafkaWorker(Consumer(self._database, dispatcher), topics, group, self._address)
        await worker.start()
        self._running[name] = worker

    async def _find_cluster(self) -> str:
        topics = frozenset().union(*(subscription.topics for subscription in self._subscriptions))
        while True:
            try:
                await cluster.check_partitions(self._address.bootstrap, topics)
                return await cluster.cluster_id(self._address.bootstrap)
            except (KafkaError, OSError, cluster.TopicMissing) as error:
                log.warning("waiting_for_broker", reason=explain(error))
                await asyncio.sleep(RETRY_SECONDS)

    async def _until_read(self, consumer: str, topic: str, cluster_id: str) -> None:
        marks = await self._marks(topic)
        wanted = {Place(topic, number): mark for number, mark in marks.items()}
        while True:
            try:
                async with self._database.reading() as conn:
                    reached = await position.load(conn, consumer, cluster_id, wanted)
                if all(reached[place] >= mark for place, mark in wanted.items()):
                    return
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("waiting_for_topic", topic=topic, reason=explain(error))
            await asyncio.sleep(0.05)

    async def _marks(self, topic: str) -> dict[int, int]:
        while True:
            try:
                return await cluster.high_marks(self._address.bootstrap, topic)
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("waiting_for_broker", reason=explain(error))
                await asyncio.sleep(RETRY_SECONDS)

    async def _keep_inbox(self) -> None:
        async with self._database.transaction(None) as tx:
            current = inbox.generation(tx.now, self._policy.inbox_retention)
            await inbox.keep_generations(tx.conn, current)
