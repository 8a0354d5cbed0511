"""Fresh work in real time, so that the demo's pages live."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from devstack.demo.company import Company
from devstack.demo.tasks import Task, Workforce, planned

BACKLOG = 40
_NUMBERS_FROM = datetime(2024, 1, 1, tzinfo=UTC)


async def feed(company: Company, per_minute: float = 6.0) -> AsyncIterator[dict[str, object]]:
    """Task events for ever, ``per_minute`` on average: a backlog worked off, and new tasks coming in.

    Tasks get numbers of their own from the time, so that a later feed into the same stack never reuses one.
    """
    work = LiveWork(company, random.Random(), datetime.now(UTC))
    while True:
        await asyncio.sleep(random.expovariate(per_minute / 60))
        yield work.next_event(datetime.now(UTC))


class LiveWork:
    """Open tasks, each with the place of its next step. Their steps are drawn, their times are real."""

    def __init__(self, company: Company, rng: random.Random, now: datetime) -> None:
        self._force = Workforce(company.staff, company.profiles)
        self._rng = rng
        self._number = int((now - _NUMBERS_FROM).total_seconds())
        self._open: list[tuple[Task, int]] = [self._begun(now) for _ in range(BACKLOG)]

    def next_event(self, now: datetime) -> dict[str, object]:
        """Opens a task or takes the next step of an open one, at ``now``."""
        now = now.replace(microsecond=0)
        if len(self._open) < BACKLOG or self._rng.random() < 0.2:
            task, place = self._new(now), 0
        else:
            task, place = self._open.pop(self._rng.randrange(len(self._open)))
        task = _moved(task, place, now)
        if place + 1 < len(task.steps):
            self._open.append((task, place + 1))
        return task.event(place)

    def _new(self, opened: datetime) -> Task:
        self._number += 1
        return planned(self._force, self._rng, self._number, opened)

    def _begun(self, now: datetime) -> tuple[Task, int]:
        """A task from the last days that somebody works on."""
        task = self._new(now.replace(microsecond=0) - timedelta(minutes=self._rng.randrange(30, 6_000)))
        place = max(place for place, step in enumerate(task.steps) if step.kind == "assigned")
        return task, place


def _moved(task: Task, place: int, at: datetime) -> Task:
    steps = list(task.steps)
    steps[place] = steps[place].moved(at)
    return replace(task, steps=tuple(steps))
