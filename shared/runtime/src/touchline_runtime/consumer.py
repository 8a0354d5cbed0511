"""One consumer: takes batches of records, and does not rest until each is applied or set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic

import structlog

from touchline_runtime import failpoints, metrics, position, stops
from touchline_runtime.dispatch import Dispatcher, SubscriptionStopped
from touchline_runtime.failures import explain, is_race, is_transient
from touchline_runtime.position import Fenced, Place
from touchline_runtime.reading import Inbound, Reader, Record, ends_of
from touchline_runtime.transaction import Database
from touchline_runtime.turns import Turns

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 60.0
"""How long one batch may be retried before it is handed back: well below Kafka's poll limit of 300 s."""
RACES = 3


class Consumer:
    """Applies what one Kafka consumer reads. Knows nothing of Kafka but records and places."""

    def __init__(
        self, database: Database, dispatcher: Dispatcher, *, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.database = database
        self.dispatcher = dispatcher
        self.next: dict[Place, int] = {}
        self.stopped: str | None = None
        self.leaving = False
        self._patience = patience
        self._reader = Reader(
            dispatcher.consumer,
            (event.TYPE for subscription in dispatcher.subscriptions for event in subscription.events),
        )

    async def place_at(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """The offsets to read from, as PostgreSQL has them; they are what is expected from now on.

        A stop that another worker met, or this one before it was started again, still holds.
        """
        async with self.database.reading() as conn:
            loaded = await position.load(conn, self.dispatcher.consumer, self.dispatcher.cluster_id, places)
            self.stopped = await stops.stopped_of(conn, self.dispatcher.consumer)
        self.next.update(loaded)
        return loaded

    async def read(self, records: Sequence[Record]) -> list[Inbound]:
        """Decodes records that are not applied yet. Needs no database: a batch may be at work meanwhile.

        Which ones these are is settled before anything else gets a turn: a position that becomes known in
        between would let the end of a batch through whose beginning was left out.
        """
        expected = [record for record in records if self._expects(record)]
        batch, turns = [], Turns()
        for record in expected:
            batch.append(self._reader.read(record))
            if turns.over():
                await turns.give()
        return batch

    async def handle(self, records: Sequence[Record]) -> bool:
        """Decodes and applies records. False: hand them back, the caller reads them again."""
        return await self.apply(await self.read(records))

    async def apply(self, batch: Sequence[Inbound]) -> bool:
        """Applies a batch, retrying through outages. False: hand it back, the caller reads it again.

        Handed back whole where a position was lost meanwhile: what comes next would leave a gap behind.
        """
        places = ends_of(batch).keys()
        deadline = monotonic() + self._patience
        batch = [inbound for inbound in batch if self._expects(inbound.record)]
        pause = 0.05
        while places <= self.next.keys():
            if not batch:
                return True
            if not await self._running(deadline):
                return False
            try:
                await self._apply(batch)
                return True
            except Fenced as error:
                log.warning("fenced", consumer=self.dispatcher.consumer, reason=str(error))
                return False
            except SubscriptionStopped as stop:
                await self._stop(stop)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("waiting", consumer=self.dispatcher.consumer, reason=explain(error))
                metrics.RETRIES.labels(self.dispatcher.consumer).inc()
                if self.leaving or monotonic() + pause > deadline:
                    return False
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
            batch = [inbound for inbound in batch if self._expects(inbound.record)]
        return False

    async def _apply(self, batch: Sequence[Inbound], races: int = RACES) -> None:
        """Applies a batch in one transaction; one with bad data is halved until the bad event is alone."""
        try:
            await self._commit(batch, alone=False)
        except (Fenced, SubscriptionStopped):
            raise
        except Exception as error:
            if is_transient(error):
                raise
            if is_race(error) and races:
                await self._apply(batch, races - 1)
            elif len(batch) == 1:
                await self._commit(batch, alone=True)
            else:
                middle = len(batch) // 2
                await self._apply(batch[:middle])
                await self._apply(batch[middle:])

    async def _commit(self, batch: Sequence[Inbound], *, alone: bool) -> None:
        started = monotonic()
        async with self.database.transaction(None) as tx:
            await self.dispatcher.apply(tx, batch, self.next, alone=alone)
        failpoints.reached("after-commit-before-offset")
        self.next.update(ends_of(batch))
        metrics.BATCH_SIZE.labels(self.dispatcher.consumer).observe(len(batch))
        metrics.HANDLER_SECONDS.labels(self.dispatcher.consumer).observe(monotonic() - started)

    def _expects(self, record: Record) -> bool:
        """False for a record that is applied already, or whose partition was taken away meanwhile."""
        position = self.next.get((record.topic, record.partition))  # type: ignore[call-overload]
        return position is not None and record.offset >= position

    async def _running(self, deadline: float) -> bool:
        """Waits while a subscription is stopped; false when the caller should ask again later."""
        while self.stopped is not None:
            async with self.database.reading() as conn:
                self.stopped = await stops.stopped_of(conn, self.dispatcher.consumer)
            if self.stopped is not None:
                if self.leaving or monotonic() > deadline:
                    return False
                await asyncio.sleep(0.5)
        return True

    async def _stop(self, stop: SubscriptionStopped) -> None:
        self.stopped = stop.subscription
        log.error("subscription_stopped", subscription=stop.subscription, reason=stop.reason)
        async with self.database.transaction(None) as tx:
            name = self.dispatcher.consumer
            await stops.stop(tx.conn, name, stop.subscription, stop.reason, tx.now)
