"""Promise 4: a projection is rebuilt from the topics beside the running service, and emits nothing."""

from __future__ import annotations

import asyncio

import pytest

from devstack.kafka import Kafka, recreate_topics
from touchline_runtime.rebuild import NotAProjection, rebuild
from touchline_runtime.transaction import Database

from .live import eventually, publish, working
from .stream import ASK, REMEMBER, closed, emitted, rows, story

pytestmark = pytest.mark.kafka


async def test_a_projection_rebuilt_beside_the_running_service_emits_nothing_and_ends_equal(
    database: Database, database_url: str, kafka: Kafka
) -> None:
    await recreate_topics(kafka.bootstrap)
    await publish(kafka, ((f"e{n}", closed(f"C{n}")) for n in range(700)))
    async with working(database, kafka):
        await eventually(lambda: _applied(database, 700))
        before = await emitted(database)
        async with database.reading() as conn:
            await conn.execute("DELETE FROM story WHERE id % 3 = 0")
        await publish(kafka, ((f"e{n}", closed(f"C{n}")) for n in range(650, 700)))
        more = publish(kafka, ((f"e{n}", closed(f"C{n}")) for n in range(700, 1_500)))
        await asyncio.gather(rebuild(database_url, "tests", kafka.bootstrap, (REMEMBER, ASK)), more)
        await eventually(lambda: _applied(database, 1_500))
    assert sorted(await story(database)) == sorted((f"C{n}", "closed") for n in range(1_500))
    assert (await emitted(database))[:700] == before
    assert len(await emitted(database)) == 1_500
    assert await rows(database, "SELECT 1 FROM pg_namespace WHERE nspname = 'rebuild'") == []


async def test_a_decision_cannot_be_rebuilt(database_url: str) -> None:
    with pytest.raises(NotAProjection, match="when_task_closed_ask_a_coach"):
        await rebuild(database_url, "tests", "127.0.0.1:1", (REMEMBER, ASK), [ASK.name])


async def _applied(database: Database, count: int) -> bool:
    return len(await story(database)) >= count
