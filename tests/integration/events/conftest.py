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
async def database(postgres_url: str) -> AsyncIterator[Database]:
    """Dropped when the test is over."""
    name = f"events_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f"CREATE DATABASE {name}")
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    await migrate(url, service_migrations=None)
    opened = await Database.connect(url, service="tests", max_size=4)
    async with opened.reading() as conn:
        await conn.execute(TABLES)
    yield opened
    await opened.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()
