"""Promise 1: a service whose database was restored from an older dump catches up to the same state."""

from __future__ import annotations

from pathlib import Path

import asyncpg

from devstack.postgres import Postgres
from tests.chaos.coaching import BusyManager, set_up
from tests.chaos.ledger import assert_even
from tests.chaos.load import Load
from tests.running.contents import Contents, contents
from tests.running.crew import OWNERS, Crew
from tests.running.databases import dump, restore
from tests.running.settled import until_settled

COMMANDED = ("coaching",)
"""Services that are told something over HTTP between the dumps of the others and their own: what was
commanded after a dump is in no topic, so a restored service does not know it."""
OTHERS = tuple(name for name in OWNERS if name not in COMMANDED)


async def test_a_service_restored_from_an_older_dump_catches_up_to_the_same_state(
    crew: Crew, load: Load, postgres: Postgres, tmp_path: Path
) -> None:
    await crew.start_all()
    await load.tell_the_directory()
    await set_up(load.callers.as_("admin"))
    manager = BusyManager(load.callers.as_("manager"))
    async with load.flowing(most=600):
        await until_some(crew)
        for name in OTHERS:
            await dump(crew.databases[name], tmp_path / name)
        await manager.complete_some(10)
        for name in COMMANDED:
            await dump(crew.databases[name], tmp_path / name)
    await load.publish(100)
    await until_settled(crew.kafka, crew.databases)
    before = {name: await _state(crew, name) for name in OWNERS}
    for name in OWNERS:
        await crew.stop(name)
        await restore(postgres.url, crew.databases[name], tmp_path / name)
        await crew.start_all(name)
        await until_settled(crew.kafka, crew.databases)
        assert await _state(crew, name) == before[name], name
    assert {name: await _state(crew, name) for name in OWNERS} == before
    await assert_even(crew, load, manager.completed)


async def until_some(crew: Crew) -> None:
    """Waits until there is something to complete."""
    from tests.running.databases import value
    from tests.running.settled import eventually

    async def enough() -> bool:
        return await value(crew.databases["coaching"], "SELECT count(*) > 10 FROM assessment") is True

    await eventually(enough)


async def _state(crew: Crew, name: str) -> Contents:
    conn = await asyncpg.connect(crew.databases[name])
    try:
        return await contents(conn, times=False)
    finally:
        await conn.close()
