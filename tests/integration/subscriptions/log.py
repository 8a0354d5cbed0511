"""One partition of a log, and the consumer of a service that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from tests.integration.subscriptions.every import TopicCase
from touchline_contracts.envelope import Envelope, encode
from touchline_contracts.event import Event
from touchline_runtime import inbox
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher
from touchline_runtime.position import Place
from touchline_runtime.transaction import Database


@dataclass(frozen=True)
class Row:
    """A record as Kafka hands it over."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Log:
    """Appends records at growing offsets."""

    def __init__(self) -> None:
        self._offsets = count()

    def event(self, event: Event, event_id: str, source: str = "/tests") -> Row:
        """An event as a publisher sends it."""
        headers, value = encode(Envelope(id=event_id, source=source, type=event.TYPE), event)
        return Row(event.TOPIC, 0, next(self._offsets), event.key().encode(), value, headers)

    def again(self, row: Row) -> Row:
        """The same record at a new offset."""
        return replace(row, offset=next(self._offsets))


async def consumer_of(case: TopicCase, database: Database) -> Consumer:
    """The service's consumer of this topic, with the subscriptions that read it, where it was."""
    dispatcher = Dispatcher(case.consumer, "cluster", case.subscriptions)
    async with database.transaction(None) as tx:
        current = inbox.generation(tx.now, dispatcher.policy.inbox_retention)
        await inbox.keep_generations(tx.conn, current)
    consumer = Consumer(database, dispatcher, patience=5.0)
    await consumer.place_at([Place(case.topic, 0)])
    return consumer
