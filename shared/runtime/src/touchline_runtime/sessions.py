"""Connections for locks that outlast a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from touchline_runtime.transaction import ACQUIRE_SECONDS, Connection, Database

UNLOCK = "SELECT pg_advisory_unlock_all()"


@asynccontextmanager
async def session(database: Database) -> AsyncIterator[Connection]:
    """A connection whose locks end with the block, or with the connection."""
    async with database.pool.acquire(timeout=ACQUIRE_SECONDS) as conn:
        try:
            yield conn
        finally:
            await _unlock(conn)


async def _unlock(conn: Connection) -> None:
    """A connection that would take its locks back to the pool is closed instead.

    What one that was cut says now would hide what cut it, and its locks are gone.
    """
    try:
        await conn.execute(UNLOCK)
    except Exception:
        _close(conn)
    except BaseException:
        _close(conn)
        raise


def _close(conn: Connection) -> None:
    with suppress(asyncpg.InterfaceError):
        conn.terminate()
