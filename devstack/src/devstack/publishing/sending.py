"""Sends checked events to Kafka in batches and waits until the broker has them all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from devstack.failures import StackError
from devstack.publishing.checking import Message
from touchline_contracts.envelope import MalformedEvent

_IN_FLIGHT = 2_000


@dataclass(frozen=True)
class Refused:
    """A line that was not published, and why."""

    line: int
    field: str
    reason: str


@dataclass
class Tally:
    """How a publishing went. ``on_refused`` hears of each refusal at once."""

    on_refused: Callable[[Refused], None]
    accepted: int = 0
    refused: int = 0

    def refuse(self, line: int, error: MalformedEvent) -> None:
        """Counts a refused line and tells of it."""
        self.refused += 1
        self.on_refused(Refused(line, error.field, error.reason))


Numbered = tuple[int, Callable[[], Message]]
"""A line number, and the check that gives its message or raises MalformedEvent."""


async def publish_all(
    lines: Iterable[Numbered],
    tally: Tally,
    *,
    bootstrap: str,
    idempotent: bool,
    on_progress: Callable[[], None] = lambda: None,
) -> None:
    """Publishes what passes its check, in order per key. Raises StackError if the broker does not take it."""
    producer = producer_for(bootstrap, idempotent=idempotent)
    try:
        async with producer:
            await _send(producer, lines, tally, on_progress)
    except (KafkaError, OSError) as error:
        raise StackError(
            f"the broker at {bootstrap} did not take the events ({type(error).__name__}); {tally.accepted}"
            " were published before. Publish again: events already there have no second effect"
        ) from None


def producer_for(bootstrap: str, *, idempotent: bool) -> AIOKafkaProducer:
    """A producer that waits for all replicas, not started yet."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        enable_idempotence=idempotent,
        linger_ms=2,
        max_batch_size=256 * 1024,
        request_timeout_ms=30_000,
    )


async def _send(
    producer: AIOKafkaProducer,
    lines: Iterable[Numbered],
    tally: Tally,
    on_progress: Callable[[], None],
) -> None:
    waiting: list[asyncio.Future[object]] = []
    for number, check in lines:
        try:
            message = check()
        except MalformedEvent as error:
            tally.refuse(number, error)
            continue
        waiting.append(
            await producer.send(message.topic, message.value, key=message.key, headers=list(message.headers))
        )
        if len(waiting) >= _IN_FLIGHT:
            await _settle(waiting, tally)
            on_progress()
    await _settle(waiting, tally)
    on_progress()


async def _settle(waiting: list[asyncio.Future[object]], tally: Tally) -> None:
    await asyncio.gather(*waiting)
    tally.accepted += len(waiting)
    waiting.clear()
