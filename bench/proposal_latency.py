"""From the event that ends a case to the proposal it leads to, readable in the skills service's database."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaProducer
from rich.console import Console
from rich.table import Table

from bench.contest import TOPIC
from bench.finished_work import directory, history, lifecycles
from bench.kafka_topics import publish
from bench.learning import stream
from bench.lifecycles import Message
from bench.proposal_watch import PATIENCE_SECONDS, PREDICTED, Proposed, Watch
from bench.service import running_service
from bench.stack import Stack
from devstack.kafka import ensure_topics
from recommender.model.case import Case
from touchline_contracts.directory import PersonChanged
from touchline_contracts.tasks import TaskClosed, TaskResolved

GOAL_SECONDS = 1.0
RATE = 200
AGENTS, SKILLS, TEAMS = 200, 50, 40
BEFORE = 3_000
"""Cases learned beforehand: of the skills that an agent does, one or two each; three make a proposal."""
ENDS = (TaskResolved.TYPE.encode(), TaskClosed.TYPE.encode())
WARM_UP_SECONDS = 5.0
TICK_SECONDS = 0.01

LEARNED = """
SELECT (SELECT count(*) FROM task_case WHERE finished) >= $1
    AND NOT EXISTS (SELECT FROM outbox)
    AND (SELECT position FROM learner) = (SELECT position FROM learning_log_head)
"""


async def measure_proposals(
    stack: Stack, folder: Path, seconds: float, say: Callable[[str], None]
) -> list[Proposed]:
    """Runs skills and recommender as processes, teaches them, and feeds them 200 task events a second."""
    await ensure_topics(stack.bootstrap)
    await publish(stack.bootstrap, PersonChanged.TOPIC, directory(AGENTS, TEAMS))
    cases = stream(10_000_000, SKILLS, AGENTS)
    began = time.perf_counter()
    await publish(
        stack.bootstrap, TOPIC, history(islice(cases, BEFORE), datetime.now(UTC) - timedelta(seconds=1))
    )
    async with _services(stack, folder) as (recommender, skills):
        await _until_learned(recommender, BEFORE)
        say(f"{BEFORE:,} cases learned {time.perf_counter() - began:.0f} s after they were published")
        async with Watch(stack.bootstrap, skills) as watch:
            work = _Feed(stack.bootstrap, lifecycles(_renumbered(cases)))
            await work.run(WARM_UP_SECONDS)
            since, began = datetime.now(UTC), time.perf_counter()
            sent = await work.run(seconds)
            say(f"{sent / (time.perf_counter() - began):.0f} events/s sent for {seconds:.0f} s")
            await _until_learned(recommender, BEFORE + len(work.ended))
            return await watch.result(await recommender.fetch(PREDICTED, since))


@asynccontextmanager
async def _services(
    stack: Stack, folder: Path
) -> AsyncIterator[tuple[asyncpg.Connection[asyncpg.Record], asyncpg.Connection[asyncpg.Record]]]:
    """Both services; connections to their databases."""
    urls = {name: await stack.fresh_database(f"bench_{name}") for name in ("recommender", "skills")}
    for name in urls:
        (folder / name).mkdir()
    async with (
        running_service("skills", stack, urls["skills"], folder / "skills"),
        running_service(
            "recommender", stack, urls["recommender"], folder / "recommender",
            # no team's proposals wait for the next week
            TOUCHLINE_PROPOSAL_WEEKLY_CAP="1000000",
        ),
    ):  # fmt: skip
        found = [await asyncpg.connect(url) for url in urls.values()]
        try:
            yield found[0], found[1]
        finally:
            for conn in found:
                await conn.close()


def _renumbered(cases: Iterator[Case]) -> Iterator[Case]:
    return (replace(case, number=f"N{case.number}") for case in cases)


async def _until_learned(recommender: asyncpg.Connection[asyncpg.Record], cases: int) -> None:
    """Waits until so many cases are read and learned, and all that follows is on Kafka."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await recommender.fetchval(LEARNED, cases):  # noqa: ASYNC110 - other processes learn
            await asyncio.sleep(0.1)


class _Feed:
    """Publishes 200 events a second. ``ended``: the keys of the cases that are over."""

    def __init__(self, bootstrap: str, work: Iterator[Message]) -> None:
        self.ended: set[bytes] = set()
        self._bootstrap = bootstrap
        self._work = work

    async def run(self, seconds: float) -> int:
        """Publishes for so long. Returns how many were acknowledged."""
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        sent, began = 0, time.perf_counter()
        try:
            while (elapsed := time.perf_counter() - began) < seconds:
                for message in islice(self._work, int(elapsed * RATE) - sent):
                    await producer.send(TOPIC, message.value, key=message.key, headers=message.headers)
                    sent += 1
                    if dict(message.headers)["ce_type"] in ENDS:
                        self.ended.add(message.key)
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await producer.stop()
        return sent


def show_proposals(found: list[Proposed], console: Console) -> None:
    """Prints the stages."""
    table = Table(
        *("milliseconds", "p50", "p95", "p99", "longest"),
        title=f"{len(found):,} proposals at {RATE} task events/s; goal: 95 % within {GOAL_SECONDS:.0f} s",
    )
    for name, taken in {
        "published → read to the learning log": [one.logged for one in found],
        "→ learned": [one.learned for one in found],
        "→ on Kafka": [one.relayed for one in found],
        "→ opened by skills": [one.opened for one in found],
        "published → proposal readable": [one.total for one in found],
    }.items():
        cuts = statistics.quantiles(taken, n=100, method="inclusive")
        table.add_row(
            name, *(f"{value * 1_000:,.0f}" for value in (cuts[49], cuts[94], cuts[98], max(taken)))
        )
    console.print(table)
