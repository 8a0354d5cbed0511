"""Sees on Kafka and in the skills service's database when proposals arrive, stage by stage."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer

from touchline_contracts.recommender import SkillPredicted

LOOK_SECONDS = 0.005
PATIENCE_SECONDS = 120.0

PREDICTED = """
SELECT id, finished_at, told_at, predicted_at FROM prediction WHERE finished_at >= $1 AND told_at IS NOT NULL
"""
OPENED = "SELECT prediction_id, requested_at FROM proposal WHERE state = 'requested' AND requested_at >= $1"
LAP = timedelta(seconds=1)
"""How much later than its transaction's beginning a proposal may become visible and still be seen."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal: seconds from stage to stage."""

    logged: float
    learned: float
    relayed: float
    opened: float

    @property
    def total(self) -> float:
        """From the event's publishing to the proposal that can be read."""
        return self.logged + self.learned + self.relayed + self.opened


class Watch:
    """Sees when predictions are on Kafka and when their proposals can be read; seconds since 1970."""

    def __init__(self, bootstrap: str, skills: asyncpg.Connection[asyncpg.Record]) -> None:
        self.relayed: dict[str, float] = {}
        self.opened: dict[str, float] = {}
        self._skills = skills
        self._consumer = AIOKafkaConsumer(
            SkillPredicted.TOPIC, bootstrap_servers=bootstrap, auto_offset_reset="latest"
        )
        self._at_work: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Watch:
        await self._consumer.start()
        await self._consumer.seek_to_end()
        self._at_work = [asyncio.create_task(self._read()), asyncio.create_task(self._look())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._at_work:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._consumer.stop()

    async def result(self, predicted: list[asyncpg.Record]) -> list[Proposed]:
        """The stages of these predictions, once their proposals are there."""
        wanted = {row["id"] for row in predicted}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while wanted - self.opened.keys() or wanted - self.relayed.keys():
                for task in self._at_work:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.1)
        return [self._proposed(row) for row in predicted]

    def _proposed(self, row: asyncpg.Record) -> Proposed:
        ended, told, made = (row[name].timestamp() for name in ("finished_at", "told_at", "predicted_at"))
        relayed = self.relayed[row["id"]]
        return Proposed(told - ended, made - told, relayed - made, self.opened[row["id"]] - relayed)

    async def _read(self) -> None:
        async for record in self._consumer:
            if dict(record.headers).get("ce_type") == SkillPredicted.TYPE.encode():
                self.relayed[orjson.loads(record.value)["prediction_id"]] = time.time()

    async def _look(self) -> None:
        newest = datetime.now(UTC)
        while True:
            rows = await self._skills.fetch(OPENED, newest - LAP)
            now = time.time()
            for row in rows:
                self.opened.setdefault(row["prediction_id"], now)
                newest = max(newest, row["requested_at"])
            await asyncio.sleep(LOOK_SECONDS)
