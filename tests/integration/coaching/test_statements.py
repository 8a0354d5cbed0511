"""Every statement of the coaching service fits the tables that its migrations make."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import asyncpg
import pytest

import coaching
from touchline_runtime.transaction import Database


def statements() -> Iterator[tuple[str, str]]:
    for module in pkgutil.walk_packages(coaching.__path__, "coaching."):
        if module.name.endswith(".store"):
            for name, value in vars(import_module(module.name)).items():
                # what begins with "_" is a part of statements
                if name.isupper() and isinstance(value, str) and not name.startswith("_"):
                    yield f"{module.name}.{name}", value


async def test_every_statement_can_be_prepared(database: Database) -> None:
    found = dict(statements())
    assert len(found) > 10
    async with database.reading() as conn:
        for name, statement in found.items():
            try:
                await conn.prepare(statement)
            except asyncpg.PostgresError as error:
                pytest.fail(f"{name}: {error}")


async def test_a_statement_about_a_column_that_is_not_there_is_caught(database: Database) -> None:
    async with database.reading() as conn:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await conn.prepare("SELECT nothing FROM person WHERE id = $1")
