"""What a service asks of the server for each of its connections."""

from __future__ import annotations

from touchline_runtime.transaction import Database


async def test_no_statement_is_compiled_before_it_runs(database: Database) -> None:
    async with database.reading() as conn:
        assert await conn.fetchval("SHOW jit") == "off"
    async with database.transaction(None) as tx:
        assert await tx.conn.fetchval("SHOW jit") == "off"
