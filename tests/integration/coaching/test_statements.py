"""Every statement of the coaching service fits the tables that its migrations make."""

from __future__ import annotations

import asyncpg
import pytest

import coaching
from tests.integration.statements import prepare_all
from touchline_runtime.transaction import Database


async def test_every_statement_can_be_prepared(database: Database) -> None:
    await prepare_all(database, coaching)


async def test_a_statement_about_a_column_that_is_not_there_is_caught(database: Database) -> None:
    async with database.reading() as conn:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await conn.prepare("SELECT nothing FROM person WHERE id = $1")
