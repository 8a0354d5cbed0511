"""A recorded run, delivered again twice over and out of turn, ends in the same state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from random import Random

import asyncpg

from tests.journeys.steps import NETWORKS, Journey
from tests.running.callers import Callers
from tests.running.company import a_closed_task, people, task
from tests.running.contents import Contents, contents
from tests.running.crew import Crew
from tests.running.topics import Published, publishing, read_all
from touchline_contracts.catalogue import TOPICS
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskOpened, TaskReopened, TaskResolved

SignIn = Callable[[Crew], Callers]


async def test_everything_published_twice_and_out_of_turn_ends_in_the_same_state(
    crew: Crew, make_callers: SignIn, seed: int
) -> None:
    random = Random(seed)
    await crew.start_all()
    async with publishing(crew.kafka) as publisher:
        journey = Journey(crew, make_callers(crew), publisher)
        await journey.tell_the_directory()
        await journey.set_up()
        await journey.complete(await journey.score(await journey.late_work("CS1")))
        await journey.publish("lives", *_lives(random, 40))
        await journey.resolve_tagged(NETWORKS, "agent")
        await journey.proposal(NETWORKS, "agent")
        await journey.settled()
        before = await _everything(crew)
        recorded = await read_all(crew.kafka, *(topic.name for topic in TOPICS))
        await publisher.again(_twice_and_shuffled(random, recorded))
        await journey.settled()
        assert await _everything(crew) == before
        after = await read_all(crew.kafka, *(topic.name for topic in TOPICS))
        assert {one.event_id for one in after} == {one.event_id for one in recorded}


def _lives(random: Random, count: int) -> list[Event]:
    """Tasks from opening to closing, some late, some reopened: what an hour of work looks like."""
    found = list[Event]()
    for number in range(count):
        name, agent = f"life-{number}", random.choice(("agent", "operator", "somebody unknown"))
        late = {"priority": "1 - Critical", "sla_breached": random.random() < 0.3}
        shared = {"agent_id": agent, "skills": random.sample(("refunds", "tag one", "tag two"), 1)}
        slow = datetime.now(UTC) - timedelta(days=random.choice((1, 5)))
        told = shared | late | {"opened_at": slow}
        found += [
            task(TaskOpened, name, state="open", resolved_at=None, closed_at=None, **told),
            task(TaskResolved, name, revision=2, state="resolved", closed_at=None, **told),
            a_closed_task(name, revision=3, **told),
        ]
        if number % 4 == 0:
            found.append(task(TaskReopened, name, revision=4, state="open", reopen_count=1, **told))
            found.append(a_closed_task(name, revision=5, reopen_count=1, **told))
    return found + people()[:2]


def _twice_and_shuffled(random: Random, recorded: Iterable[Published]) -> Sequence[Published]:
    """Every record twice more, each partition in an order of its own."""
    found = list[Published]()
    for _, partition in groupby(recorded, key=lambda one: (one.topic, one.partition)):
        records = list(partition) * 2
        random.shuffle(records)
        found += records
    return found


async def _everything(crew: Crew) -> dict[str, Contents]:
    """What every service holds, and that nothing of it is in quarantine."""
    found = {}
    for service, url in crew.databases.items():
        conn = await asyncpg.connect(url)
        try:
            assert await conn.fetch("SELECT reason FROM quarantine") == []
            found[service] = await contents(conn)
        finally:
            await conn.close()
    return found
