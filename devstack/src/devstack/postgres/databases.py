"""A database and a role for each service that owns data."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import asyncpg

OWNERS = ("coaching", "skills", "learning", "recommender")


async def ensure_databases(url: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """Creates what is missing; returns each owner's URL. ``passwords`` are by owner and hexadecimal."""
    connection = await asyncpg.connect(url, timeout=30)
    try:
        for owner, password in passwords.items():
            await _ensure(connection, owner, password)
    finally:
        await connection.close()
    return {owner: url_for(url, owner, password) for owner, password in passwords.items()}


async def data_id(url: str) -> str:
    """The identity that PostgreSQL gave to its data when they were created."""
    connection = await asyncpg.connect(url, timeout=30)
    try:
        return str(await connection.fetchval("SELECT system_identifier FROM pg_control_system()"))
    finally:
        await connection.close()


def url_for(url: str, owner: str, password: str) -> str:
    """The same server's URL for this owner's role and database."""
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{owner}:{password}@{address}", path=f"/{owner}"))


async def _ensure(connection: asyncpg.Connection, owner: str, password: str) -> None:
    # CREATE takes no parameters: the name is one of ours, the password is checked to be hexadecimal.
    bytes.fromhex(password)
    if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", owner):
        await connection.execute(f'CREATE ROLE "{owner}" LOGIN')
    await connection.execute(f"ALTER ROLE \"{owner}\" PASSWORD '{password}'")
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", owner):
        await connection.execute(f'CREATE DATABASE "{owner}" OWNER "{owner}"')
        await connection.execute(f'REVOKE CONNECT ON DATABASE "{owner}" FROM PUBLIC')
