"""A fresh database with the runtime's tables and two of the tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from touchline_runtime.migrate import migrate
from touchline_runtime.transaction import Database

from .stream import TABLES


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open for the length of the test."""
    opened = await Database.connect(database_url, service="tests", max_size=4)
    yield opened
    await opened.close()


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """Dropped when the test is over."""
    name = f"events_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f"CREATE DATABASE {name}")
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    await migrate(url, service_migrations=None)
    conn = await asyncpg.connect(url)
    await conn.execute(TABLES)
    await conn.close()
    yield url
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()
