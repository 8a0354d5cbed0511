"""Tells without loading Alembic whether a database is up to date: most starts have nothing to migrate."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg

RUNTIME_MIGRATIONS = Path(__file__).parent / "migrations"
RUNTIME_VERSION, SERVICE_VERSION = "runtime_version", "service_version"
_NUMBERED = re.compile(r"(\d{4})_\w+\.py")


def newest(directory: Path) -> str | None:
    """The revision of the last migration: its file's first four digits."""
    found = (_NUMBERED.fullmatch(path.name) for path in directory.iterdir())
    return max((match.group(1) for match in found if match), default=None)


async def is_current(url: str, *, service_migrations: Path | None) -> bool:
    """Whether both of a database's version tables stand at the newest migration.

    Raises OSError or asyncpg's errors when the server is out of reach.
    """
    conn = await asyncpg.connect(url, timeout=10)
    try:
        runtime = await _version(conn, RUNTIME_VERSION)
        service = await _version(conn, SERVICE_VERSION)
    finally:
        await conn.close()
    wanted = newest(service_migrations) if service_migrations else None
    return runtime == newest(RUNTIME_MIGRATIONS) and service == wanted


async def _version(conn: asyncpg.Connection[asyncpg.Record], table: str) -> str | None:
    if await conn.fetchval("SELECT to_regclass($1)", table) is None:
        return None
    version: str | None = await conn.fetchval(f"SELECT version_num FROM {table}")
    return version
