"""The notebook's API, for tests of the runtime's edges."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.integration.runtime.notebook import Notebook
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.transaction import Database


@pytest.fixture
async def database(service_database: Callable[[Migrated], Awaitable[Database]]) -> Database:
    """A notebook's database."""
    return await service_database(Notebook())


@pytest.fixture
def notebook(api: Callable[[Served, Database], Api], database: Database) -> Api:
    """The notebook's API."""
    return api(Notebook(), database)
