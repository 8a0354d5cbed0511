"""Every statement of the recommender fits the tables that its migrations make."""

from __future__ import annotations

import recommender
from tests.integration.statements import prepare_all
from touchline_runtime.transaction import Database


async def test_every_statement_can_be_prepared(database: Database) -> None:
    await prepare_all(database, recommender)
