"""A recommender with a database of its own, fed and taught by the test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from recommender.main import SERVICE
from tests.integration.recommender.feeding import Feed
from tests.integration.recommender.looking import finished
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.testing.events import (
    a_course_published,
    a_person,
    a_skill_assigned,
    a_skill_defined,
    a_team,
)
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


@pytest.fixture
async def queue(feed: Feed) -> Feed:
    """The agent's team, whose work calls for refunds, and a course for it."""
    await feed(a_person("agent"), a_person("colleague"))
    await feed(a_team("payments", member_ids=("agent", "colleague")))
    await feed(*(a_skill_defined(skill) for skill in ("refunds", "printers", "passwords")))
    await finished(feed, "refunds", 10)
    await feed(a_skill_assigned(person_id="colleague"), a_course_published())
    return feed
