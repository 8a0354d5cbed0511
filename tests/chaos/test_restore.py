"""Promise 1: a service whose database was restored from an older dump catches up to the same state."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import asyncpg

from devstack.postgres import Postgres
from tests.chaos.coaching import BusyManager, set_up
from tests.chaos.ledger import QUARANTINE
from tests.chaos.load import Load
from tests.running.contents import Contents, assert_same, contents
from tests.running.crew import OWNERS, Crew
from tests.running.databases import dump, restore, value
from tests.running.settled import eventually, until_settled

COMMANDED = ("coaching",)
"""Services that are told something over HTTP between the dumps of the others and their own: what was
commanded after a dump is in no topic, so a restored service does not know it."""
OTHERS = tuple(name for name in OWNERS if name not in COMMANDED)
WITHOUT = {
    # Between topics, and between the partitions of one, there is no order: the log is another mixture,
    "learning_log": ["position"],
    # as is the order in which assessments were opened and skills first met,
    "assessment_activity": ["id"],
    "skill_history": ["number"],
    # and a prediction made again at another moment has other evidence.
    "prediction": ["samples", "confidence", "explanation"],
    "proposal": ["samples", "confidence", "explanation"],
    # Plans are drawn up from the other tables when the service starts and every five minutes after.
    "training_plan": ["*"],
}
OPEN_ENOUGH = "SELECT count(DISTINCT trainee_id) > 8 FROM assessment"


async def test_a_service_restored_from_an_older_dump_catches_up_to_the_same_state(
    crew: Crew, load: Load, postgres: Postgres, tmp_path: Path
) -> None:
    await crew.start_all()
    await load.tell_the_directory()
    await set_up(load.callers.as_("admin"))
    manager = BusyManager(load.callers.as_("manager"))
    async with load.flowing(most=600):
        await eventually(partial(_is_open_enough, crew))
        for name in OTHERS:
            await dump(crew.databases[name], tmp_path / name)
        await manager.complete_for_all()
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
        for other in OWNERS:
            assert_same(await _state(crew, other), before[other], f"{other}, when {name} was restored")


async def _is_open_enough(crew: Crew) -> bool:
    return await value(crew.databases["coaching"], OPEN_ENOUGH) is True


async def _state(crew: Crew, name: str) -> Contents:
    """What a service holds, without points in time; and that nothing of it is in quarantine."""
    conn = await asyncpg.connect(crew.databases[name])
    try:
        assert await conn.fetch(QUARANTINE) == [], name
        return await contents(conn, times=False, without=WITHOUT)
    finally:
        await conn.close()
