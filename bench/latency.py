"""From publishing a task event to the assessment that it opens being readable over HTTP."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from aiokafka import AIOKafkaProducer

from bench.coaching_database import prepare
from bench.contest import TOPIC
from bench.lifecycles import Message, messages
from bench.service import running_service
from bench.stack import Stack
from touchline_runtime.auth import Role

RATE = 500
TICK_SECONDS = 0.02
WARM_UP_SECONDS = 5.0
POLL_SECONDS = 0.005
WATCH_EVERY = 4
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from publish to readable, at ``rate`` events a second."""

    rate: float
    samples: int
    p50: float
    p99: float
    longest: float


async def measure(stack: Stack, folder: Path, seconds: float) -> Latency:
    """Runs the coaching service as a process, feeds it at 500 events/s and asks it as a client would."""
    url = await stack.fresh_database("bench_latency")
    await prepare(url, 0)
    async with running_service("coaching", stack, url, folder) as service:
        client = service.client("admin", *Role)
        feed = _Feed(stack.bootstrap, client)
        await feed.run(WARM_UP_SECONDS)
        feed.found.clear()
        began = time.perf_counter()
        sent = await feed.run(seconds)
        took = time.perf_counter() - began
    cuts = statistics.quantiles(feed.found, n=100, method="inclusive")
    return Latency(sent / took, len(feed.found), cuts[49], cuts[98], max(feed.found))


class _Feed:
    def __init__(self, bootstrap: str, client: httpx.AsyncClient) -> None:
        self.found: list[float] = []
        self._bootstrap = bootstrap
        self._client = client
        self._messages = messages(sys.maxsize, seed=23)
        self._opening = 0

    async def run(self, seconds: float) -> int:
        """Publishes for so long, then waits for all answers. Returns how many events were sent."""
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        sent, began = 0, time.perf_counter()
        try:
            async with asyncio.TaskGroup() as watching:
                while (elapsed := time.perf_counter() - began) < seconds:
                    for _ in range(int(elapsed * RATE) - sent):
                        message = next(self._messages)
                        if self._is_watched(message):
                            watching.create_task(self._watch(message.key.decode(), time.perf_counter()))
                        await producer.send(TOPIC, message.value, key=message.key, headers=message.headers)
                        sent += 1
                    await asyncio.sleep(TICK_SECONDS)
        finally:
            await producer.stop()
        return sent

    def _is_watched(self, message: Message) -> bool:
        """Whether this event opens an assessment, and is one of those looked for."""
        resolved = b"task.resolved.v1" in dict(message.headers)["ce_type"]
        if not resolved or b'"sla_breached":true' not in message.value:
            return False
        self._opening += 1
        return self._opening % WATCH_EVERY == 0

    async def _watch(self, task: str, published: float) -> None:
        while time.perf_counter() - published < _PATIENCE_SECONDS:
            response = await self._client.get("/assessments", params={"task": task})
            if response.raise_for_status().json()["items"]:
                self.found.append((time.perf_counter() - published) * 1_000)
                return
            await asyncio.sleep(POLL_SECONDS)
        raise TimeoutError(f"no assessment of {task} within {_PATIENCE_SECONDS:.0f} s")
