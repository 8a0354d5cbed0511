"""Starts services again when they die, as a stack's supervisor does, and counts the deaths."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.running.crew import Crew

PAUSE = 0.2


class Supervisor:
    """Watches processes. ``armed`` holds, by name, the failpoints of the next starts, in order."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self.deaths: defaultdict[str, list[int]] = defaultdict(list)
        self.armed: defaultdict[str, list[str]] = defaultdict(list)

    async def keep(self, name: str) -> None:
        """Starts the process again whenever it ends, until cancelled."""
        while True:
            self.deaths[name].append(await self._crew.of(name).wait())
            await asyncio.sleep(PAUSE)
            self.start(name)

    def start(self, name: str) -> None:
        """Starts the process with its next failpoint armed, if there is one left."""
        left = self.armed[name]
        self._crew.start(name, **({"failpoint": left.pop(0)} if left else {}))


@asynccontextmanager
async def supervised(crew: Crew, names: Sequence[str]) -> AsyncIterator[Supervisor]:
    """Keeps these processes running until the block ends."""
    supervisor = Supervisor(crew)
    watching = [asyncio.create_task(supervisor.keep(name)) for name in names]
    try:
        yield supervisor
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
