"""Publishes events as they come, for as long as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from aiokafka.errors import KafkaError

from devstack.publishing.checking import check_event
from devstack.publishing.sending import producer_for

_PAUSE = 2.0


async def publish_live(
    events: AsyncIterator[Mapping[str, object]], *, bootstrap: str, idempotent: bool
) -> None:
    """Publishes each event at once. While the broker is away the event at hand is tried again."""
    producer = producer_for(bootstrap, idempotent=idempotent)
    await producer.start()
    try:
        async for event in events:
            message = check_event(dict(event))
            while True:
                try:
                    await producer.send_and_wait(
                        message.topic, message.value, key=message.key, headers=list(message.headers)
                    )
                    break
                except KafkaError:
                    await asyncio.sleep(_PAUSE)
    finally:
        await producer.stop()
