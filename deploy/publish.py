"""Publishes events from standard input, one a line in the CloudEvents JSON format, in a service's container.

docker compose exec -T coaching python -c "$(cat deploy/publish.py)" < events.jsonl
"""

from __future__ import annotations

import asyncio
import os
import sys

from aiokafka import AIOKafkaProducer

from touchline_contracts.envelope import encode, parse_structured


async def publish() -> int:
    """Returns how many events were published. Raises MalformedEvent at the first line that is none."""
    count = 0
    producer = AIOKafkaProducer(
        bootstrap_servers=os.environ["TOUCHLINE_KAFKA_BOOTSTRAP"], acks="all", enable_idempotence=True
    )
    async with producer:
        for line in sys.stdin.buffer:
            envelope, event = parse_structured(line)
            headers, value = encode(envelope, event)
            await producer.send(event.TOPIC, value, key=event.key().encode(), headers=list(headers))
            count += 1
        await producer.flush()
    return count


print(f"{asyncio.run(publish())} published")
