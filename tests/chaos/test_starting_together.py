"""Promise 13: processes of one service may start at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from coaching.main import SERVICE
from tests.running.crew import Crew
from touchline_runtime import inbox
from touchline_runtime.transaction import Database

TOGETHER = ("coaching", "coaching-2", "coaching-3")


async def test_processes_that_start_at_once_on_an_empty_database_all_become_ready(crew: Crew) -> None:
    for name in TOGETHER:
        crew.start(name)
    await crew.until_ready(*TOGETHER)


@pytest.mark.parametrize("attempt", range(3))
async def test_the_tables_of_the_inbox_are_made_by_one_at_a_time(
    service_database: Callable[[Any], Awaitable[Database]], attempt: int
) -> None:
    database = await service_database(SERVICE)

    async def make() -> None:
        async with database.transaction(None) as tx:
            await inbox.keep_generations(tx.conn, 3_000 + attempt)

    await asyncio.gather(*(make() for _ in range(5)))
    made = await tables_of(database)
    assert {f"inbox_{number + attempt}" for number in (2_999, 3_000, 3_001)} <= made


async def tables_of(database: Database) -> set[str]:
    """The names of the inbox's tables."""
    async with database.reading() as conn:
        return {row["name"] for row in await conn.fetch(inbox.GENERATIONS)}
