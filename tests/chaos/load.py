"""Tasks of many agents, published for as long as a test needs, and what has to follow from them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from random import Random
from typing import Any

from tests.running.callers import Callers
from tests.running.company import a_closed_task, people, task
from tests.running.topics import Publisher
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskOpened, TaskReopened

AGENTS = tuple(f"agent-{n}" for n in range(20))
TASKS_A_SKILL = 16
PAUSE = 0.05
AT_ONCE = 4
SLA_BREACH = "default-sla-breach"
"""The default opportunity that the late tasks meet."""

Match = tuple[str, str, int]


class Load:
    """Publishes the lives of tasks. ``seed`` draws which are late and which are reopened.

    ``revisions`` are the newest by task, ``matches`` the closures that call for coaching, ``lessons`` how
    often each task has something new to learn from, and ``skills`` the tags in use.
    """

    def __init__(self, publisher: Publisher, callers: Callers, seed: int = 0) -> None:
        self.publisher = publisher
        self.callers = callers
        self.random = Random(seed)
        self.revisions: dict[str, int] = {}
        self.matches: set[Match] = set()
        self.lessons: Counter[str] = Counter()
        self.skills: set[str] = set()
        self._numbers = count()
        self._ids = count()

    async def tell_the_directory(self) -> None:
        """Publishes the agents, all in one team of the manager's."""
        await self.send(*people(), *(PersonChanged(id=agent, revision=1, name=agent) for agent in AGENTS))
        desk = TeamChanged(id="desk", revision=1, name="Desk", manager_id="manager", member_ids=AGENTS)
        await self.send(desk)
        await self.publisher.flush()

    async def send(self, *events: Event) -> None:
        """Publishes events under new ids."""
        for event in events:
            await self.publisher.event(event, f"load-{next(self._ids)}")

    async def publish(self, tasks: int) -> None:
        """Publishes the whole lives of so many tasks, at once."""
        for _ in range(tasks):
            await self.send(*self.life())
        await self.publisher.flush()

    @asynccontextmanager
    async def flowing(self, most: int = 4_000) -> AsyncIterator[None]:
        """Publishes a steady flow, at most so many tasks, until the block ends."""
        stop = asyncio.Event()
        flow = asyncio.create_task(self._flow(stop, most))
        try:
            yield
        finally:
            stop.set()
            await flow

    async def _flow(self, stop: asyncio.Event, most: int) -> None:
        for _ in range(most // AT_ONCE):
            if stop.is_set():
                break
            for _ in range(AT_ONCE):
                await self.send(*self.life())
            await asyncio.sleep(PAUSE)
        await stop.wait()
        await self.publisher.flush()

    def life(self) -> Iterator[Event]:
        """One task from its opening to its end; notes what has to follow."""
        serial = next(self._numbers)
        number, late = f"L{serial}", self.random.random() < 0.25
        skill = f"skill-{serial // TASKS_A_SKILL}"
        told: dict[str, Any] = {
            "agent_id": AGENTS[serial % 4 + 4 * (serial // TASKS_A_SKILL % 5)],
            "team_id": "desk",
            "skills": [skill],
            "priority": "1 - Critical" if late else "3 - Moderate",
            "sla_breached": late,
        }
        self.skills.add(skill)
        yield task(TaskOpened, number, state="open", resolved_at=None, closed_at=None, **told)
        yield self._closed(number, 2, 0, late, told)
        if self.random.random() < 0.15:
            self.lessons[number] += 1
            yield task(TaskReopened, number, revision=3, state="open", reopen_count=1, **told)
            yield self._closed(number, 4, 1, late, told)

    def _closed(self, number: str, revision: int, closure: int, late: bool, told: dict[str, Any]) -> Event:
        self.revisions[number] = revision
        self.lessons[number] += 1
        if late:
            self.matches.add((SLA_BREACH, number, closure))
        return a_closed_task(number, revision=revision, reopen_count=closure, **told)
