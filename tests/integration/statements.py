"""Every SQL statement of a service, to be prepared against the tables that its migrations make."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import asyncpg
import pytest

from touchline_runtime.transaction import Database


async def prepare_all(database: Database, service: ModuleType) -> None:
    """Fails, naming the statement, where one does not fit; and where there are too few to be all of them."""
    found = dict(_statements(service))
    assert len(found) > 10
    async with database.reading() as conn:
        for name, statement in found.items():
            try:
                await conn.prepare(statement)
            except asyncpg.PostgresError as error:
                pytest.fail(f"{name}: {error}")


def _statements(service: ModuleType) -> Iterator[tuple[str, str]]:
    for module in pkgutil.walk_packages(service.__path__, f"{service.__name__}."):
        if module.name.endswith(".store"):
            for name, value in vars(import_module(module.name)).items():
                # what begins with "_" is a part of statements
                if name.isupper() and isinstance(value, str) and not name.startswith("_"):
                    yield f"{module.name}.{name}", value
