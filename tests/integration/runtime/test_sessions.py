"""Locks that outlast a transaction end with their session, however it ends."""

from __future__ import annotations

import asyncpg
import pytest

from touchline_runtime.sessions import session
from touchline_runtime.transaction import Database

LOCK = "SELECT pg_try_advisory_lock(4711)"
CUT = "SELECT pg_terminate_backend(pg_backend_pid())"


async def free(database: Database) -> bool:
    """Whether somebody else can have the lock now; lets go of it again."""
    async with session(database) as conn:
        return bool(await conn.fetchval(LOCK))


async def held_until(database: Database, statement: str) -> None:
    """A session that holds the lock and ends with whatever comes of a statement."""
    async with session(database) as conn:
        assert await conn.fetchval(LOCK)
        await conn.execute(statement)


async def test_the_locks_of_a_session_end_with_it(database: Database) -> None:
    async with session(database) as conn:
        assert await conn.fetchval(LOCK)
        assert not await free(database)
    assert await free(database)


async def test_what_is_raised_within_a_session_comes_out_and_its_locks_end(database: Database) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        await held_until(database, "SELECT FROM no_such_table")
    assert await free(database)


async def test_a_session_that_was_cut_says_so_and_not_that_it_cannot_let_go(database: Database) -> None:
    with pytest.raises((asyncpg.PostgresError, OSError)) as cut:
        await held_until(database, CUT)
    assert not isinstance(cut.value, asyncpg.InterfaceError)
    assert await free(database)


async def test_a_session_cut_by_others_is_left_in_peace(database: Database) -> None:
    async with session(database) as conn:
        pid = await conn.fetchval("SELECT pg_backend_pid()")
        assert await conn.fetchval(LOCK)
        async with database.reading() as other:
            await other.execute("SELECT pg_terminate_backend($1)", pid)
    assert await free(database)
