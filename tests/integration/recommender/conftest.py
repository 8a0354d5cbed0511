"""A recommender with a database of its own, fed and taught by the test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from recommender.main import SERVICE
from tests.integration.recommender.feeding import Feed
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.transaction import Database

MakeDatabase = Callable[[Migrated], Awaitable[Database]]


@pytest.fixture
async def database(service_database: MakeDatabase) -> Database:
    """The recommender's tables, empty."""
    return await service_database(SERVICE)


@pytest.fixture
def feed(database: Database) -> Feed:
    """Gives events to the service's subscriptions."""
    return Feed(database)


@pytest.fixture
def recommender(api: Callable[[Served, Database], Api], database: Database) -> Api:
    """The service's API."""
    return api(SERVICE, database)
