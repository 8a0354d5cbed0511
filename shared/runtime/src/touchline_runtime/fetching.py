"""How FastStream fetches for us: raw records, and none lost where one of them cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from touchline_runtime.failures import explain

log = structlog.get_logger(__name__)

CAREFUL_SECONDS = 60.0
Records = tuple["ConsumerRecord[bytes, bytes]", ...]
Batches = dict[TopicPartition, list["ConsumerRecord[bytes, bytes]"]]


class CarefulConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """Reads the partitions one at a time for a while, once a fetch has failed.

    aiokafka takes records from one partition after another. Where a later one cannot be read (a wrong
    checksum, a header name that is not UTF-8), it forgets what it took from the others and counts it as
    delivered. ``read_again`` is called then, to seek them back.
    """

    def __init__(self, *topics: str, read_again: Callable[[], None], **options: Any) -> None:
        super().__init__(*topics, **options)
        self._read_again = read_again
        self._careful_until = 0.0
        self._turn = 0

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Batches:
        """As aiokafka's, but it raises KafkaError for any record that cannot be read."""
        careful = monotonic() < self._careful_until
        chosen = self._next_in_turn() if careful else partitions
        try:
            found: Batches = await super().getmany(*chosen, timeout_ms=timeout_ms, max_records=max_records)
            return found
        except (KafkaError, ValueError) as error:
            self._careful_until = monotonic() + CAREFUL_SECONDS
            log.error("fetch_failed", reason=explain(error), partitions=[tuple(one) for one in chosen])
            if not careful:
                self._read_again()
            raise KafkaError(explain(error)) from error

    def _next_in_turn(self) -> tuple[TopicPartition, ...]:
        assigned = sorted(self.assignment())
        self._turn += 1
        return (assigned[self._turn % len(assigned)],) if assigned else ()


async def unparsed(records: Records) -> KafkaMessage:
    """No parsing by the framework: a header that is not text must not stop the stream."""
    return KafkaMessage(body=b"", raw_message=records, consumer=FAKE_CONSUMER)


async def undecoded(message: KafkaMessage) -> Records:
    """The records as they came."""
    raw = message.raw_message
    return raw if isinstance(raw, tuple) else (raw,)
