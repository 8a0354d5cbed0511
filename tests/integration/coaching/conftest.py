"""A coaching service with a database, a directory and callers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from coaching.main import SERVICE
from tests.integration.coaching.practice import practise
from tests.integration.coaching.seen import given_directory
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.transaction import Database


@pytest.fixture
async def bare_database(service_database: Callable[[Migrated], Awaitable[Database]]) -> Database:
    """A coaching database that knows nobody; the default opportunities are switched off."""
    database = await service_database(SERVICE)
    async with database.reading() as conn:
        await conn.execute("update opportunity set active = false")
    return database


@pytest.fixture
async def database(bare_database: Database) -> Database:
    """A coaching database that knows the personas and their team ``payments``, and the team ``billing``."""
    await given_directory(bare_database)
    return bare_database


@pytest.fixture
def coaching(api: Callable[[Served, Database], Api], database: Database) -> Api:
    """The coaching service's API."""
    return api(SERVICE, database)


@pytest.fixture
async def practice(database: Database, coaching: Api, clock: FixedClock) -> None:
    """Some weeks of coaching in both teams."""
    await practise(database, coaching.as_("admin"), clock)
