"""Promise 6: an outage of a server is waited out; nothing is lost, doubled or quarantined for it."""

from __future__ import annotations

import asyncio
from random import Random

from devstack.kafka import Kafka
from devstack.postgres import Postgres
from tests.chaos.coaching import BusyManager, set_up
from tests.chaos.ledger import assert_even
from tests.chaos.load import Load
from tests.running.crew import OWNERS, Crew
from tests.running.settled import until_settled
from tests.running.supervisor import supervised

Server = Kafka | Postgres


async def test_database_and_broker_stopped_and_started_under_load_lose_and_double_nothing(
    crew: Crew, load: Load, stoppable: tuple[Kafka, Postgres], seed: int
) -> None:
    load.random = random = Random(seed + 2_000)
    await crew.start_all()
    await load.tell_the_directory()
    await set_up(load.callers.as_("admin"))
    await until_settled(crew.kafka, crew.databases)
    manager = BusyManager(load.callers.as_("manager"))
    broker, database = stoppable
    async with supervised(crew, OWNERS) as supervisor:
        async with load.flowing(most=3_000), manager.working():
            outages: list[tuple[Server, ...]] = [(broker,), (database,), (database, broker)]
            for outage in random.sample(outages, 3):
                await asyncio.sleep(random.uniform(1, 3))
                await _outage(random, outage)
            await asyncio.sleep(2)
        await assert_even(crew, load, manager.completed)
        assert not any(supervisor.deaths.values()), "an outage is waited out, not died of"


async def _outage(random: Random, servers: tuple[Server, ...]) -> None:
    """Some seconds without the servers: stopped in an orderly way, or killed."""
    try:
        for server in servers:
            await (server.kill() if random.random() < 0.5 else server.stop())
        await asyncio.sleep(random.uniform(1, 5))
    finally:
        for server in servers:
            await server.start()
