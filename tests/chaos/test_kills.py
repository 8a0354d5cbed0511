"""Promise E4: whatever process dies, wherever, every event has its effects exactly once."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.chaos.coaching import BusyManager, set_up
from tests.chaos.ledger import assert_even
from tests.chaos.load import Load
from tests.running.crew import OWNERS, Crew
from tests.running.settled import eventually, until_settled
from tests.running.supervisor import Supervisor, supervised
from touchline_runtime.failpoints import POINTS

WITHIN = 150.0
LEARNER = "learner"


async def opened_for_business(crew: Crew, load: Load) -> BusyManager:
    """Starts the crew, with people, a skill and a course."""
    await crew.start_all()
    await load.tell_the_directory()
    await set_up(load.callers.as_("admin"))
    await until_settled(crew.kafka, crew.databases)
    return BusyManager(load.callers.as_("manager"))


async def test_each_service_killed_at_each_commit_point_does_everything_once(
    crew: Crew, load: Load, seed: int
) -> None:
    load.random = random = Random(seed)
    manager = await opened_for_business(crew, load)
    async with supervised(crew, OWNERS) as supervisor:
        for name in OWNERS:
            points = random.sample(POINTS, len(POINTS))
            supervisor.armed[name] = [f"{point}:{random.randint(1, 4)}" for point in points]
        async with load.flowing(), manager.working():
            await crew.kill(*OWNERS)
            await eventually(lambda: _all_died(supervisor), WITHIN, lambda: dict(supervisor.deaths))
            await eventually(lambda: _has_completed(manager), WITHIN)
        await assert_even(crew, load, manager.completed)
    assert {name: codes[1:4] for name, codes in supervisor.deaths.items()} == {
        name: [-signal.SIGKILL] * len(POINTS) for name in OWNERS
    }


async def test_services_killed_at_random_do_everything_once(crew: Crew, load: Load, seed: int) -> None:
    load.random = random = Random(seed + 1_000)
    manager = await opened_for_business(crew, load)
    async with supervised(crew, OWNERS) as supervisor:
        async with load.flowing(), manager.working():
            for name in random.sample((*OWNERS, LEARNER) * 3, 3 * len(OWNERS) + 3):
                await asyncio.sleep(random.uniform(0.3, 2.0))
                await _kill(crew, name)
            await eventually(lambda: _has_completed(manager), WITHIN)
        await assert_even(crew, load, manager.completed)
        assert all(len(codes) >= 2 for codes in supervisor.deaths.values())


async def _all_died(supervisor: Supervisor) -> bool:
    """Each once from outside, and once at each point."""
    return all(len(supervisor.deaths[name]) > len(POINTS) for name in OWNERS)


async def _has_completed(manager: BusyManager) -> bool:
    return len(manager.completed) > 5


async def _kill(crew: Crew, name: str) -> None:
    """Ends a service, or the learner that runs beside the recommender."""
    if name != LEARNER:
        await crew.of(name).kill()
        return
    for pid in children_of(crew.of("recommender").pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children_of(pid: int | None) -> list[int]:
    """The processes that a process has started, as Linux tells."""
    if pid is None:
        return []
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
