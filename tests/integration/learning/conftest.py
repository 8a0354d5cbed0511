"""A learning service with two teams: the manager's (payments) and a stranger's (claims)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from learning.main import SERVICE
from touchline_contracts.event import Event
from touchline_runtime import directory
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Database

PEOPLE: tuple[Event, ...] = (
    *(a_person(person) for person in ("manager", "coach", "agent", "operator", "stranger", "other")),
    a_team(),
    a_team("claims", manager_id="stranger", coach_ids=(), member_ids=("other",)),
)


@pytest.fixture
def fresh_database(
    service_database: Callable[[Any], Awaitable[Database]],
) -> Callable[[], Awaitable[Database]]:
    """Makes a migrated database that knows the people."""

    async def make() -> Database:
        database = await service_database(SERVICE)
        await react(database, directory.SUBSCRIPTIONS[0], *PEOPLE)
        return database

    return make


@pytest.fixture
async def database(fresh_database: Callable[[], Awaitable[Database]]) -> Database:
    return await fresh_database()


@pytest.fixture
def served(api: Callable[[Any, Database], Api], database: Database) -> Api:
    return api(SERVICE, database)


@pytest.fixture
def manager(served: Api) -> httpx.AsyncClient:
    return served.as_("manager")


@pytest.fixture
def agent(served: Api) -> httpx.AsyncClient:
    return served.as_("agent")


@pytest.fixture
def admin(served: Api) -> httpx.AsyncClient:
    return served.as_("admin")


@pytest.fixture
def stranger(served: Api) -> httpx.AsyncClient:
    """Manages another team, with the manager's roles."""
    return served.as_("stranger", Role.TASK_CREATOR, Role.CATALOG_MANAGER)


@pytest.fixture
def author(served: Api) -> httpx.AsyncClient:
    """Writes courses."""
    return served.as_("other", Role.CONTENT_CREATOR)
