"""A migrated database for each test: cloned from a template that is made once a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from touchline_runtime.clock import FixedClock
from touchline_runtime.migrate import migrate
from touchline_runtime.transaction import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Where the tests' clock stands: a Monday morning."""


class Migrated(Protocol):
    """What a database is made for: a Service is one."""

    @property
    def name(self) -> str: ...
    @property
    def migrations(self) -> Path | None: ...


class Templates:
    """The databases of one session on one server, all dropped at its end."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._session = uuid4().hex[:8]
        self._made: dict[str, str] = {}
        self._number = count(1)

    def url(self, database: str) -> str:
        """The URL of a database of this server."""
        return urlunsplit(urlsplit(self._server_url)._replace(path=f"/{database}"))

    async def clone(self, service: Migrated) -> str:
        """Makes a fresh database for ``service`` and returns its name."""
        template = self._made.get(service.name) or await self._make(service)
        name = f"test_{self._session}_{next(self._number)}"
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    async def create_empty(self) -> str:
        """Makes a database without tables and returns its name."""
        name = f"test_{self._session}_{next(self._number)}"
        await self.execute(f'CREATE DATABASE "{name}"')
        return name

    async def drop(self, name: str) -> None:
        """Drops a database, and ends the sessions in it."""
        await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def drop_templates(self) -> None:
        """Drops the templates."""
        for name in self._made.values():
            await self.drop(name)

    async def execute(self, statement: str) -> None:
        """Runs a statement on the server, outside any transaction."""
        conn = await asyncpg.connect(self._server_url)
        try:
            await conn.execute(statement)
        finally:
            await conn.close()

    async def _make(self, service: Migrated) -> str:
        name = f"template_{self._session}_{service.name}"
        await self.execute(f'CREATE DATABASE "{name}"')
        await migrate(self.url(name), service_migrations=service.migrations)
        self._made[service.name] = name
        return name


@pytest.fixture
def clock() -> FixedClock:
    """Stands at NOW until a test moves it; transactions of ``service_database`` take their time from it."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def templates(postgres_url: str) -> Iterator[Templates]:
    """The session's databases."""
    made = Templates(postgres_url)
    yield made
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, made.drop_templates()).result()


@pytest.fixture
async def service_database(
    templates: Templates, clock: FixedClock
) -> AsyncIterator[Callable[[Migrated], Awaitable[Database]]]:
    """Makes fresh, migrated databases: ``database = await service_database(SERVICE)``."""
    opened: list[tuple[Database, str]] = []

    async def make(service: Migrated) -> Database:
        name = await templates.clone(service)
        database = await Database.connect(
            templates.url(name), service=service.name, max_size=5, clock=clock, application="test"
        )
        opened.append((database, name))
        return database

    yield make
    for database, name in opened:
        database.pool.terminate()
        await templates.drop(name)


@pytest.fixture
async def empty_database(templates: Templates) -> AsyncIterator[str]:
    """The URL of a database without tables."""
    name = await templates.create_empty()
    yield templates.url(name)
    await templates.drop(name)
