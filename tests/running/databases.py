"""Fresh databases for one test, each with a role of its own, and copies of them."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from devstack.postgres.databases import OWNERS, ensure_databases
from devstack.postgres.embedded import binaries
from devstack.process import Process, run_once


@asynccontextmanager
async def fresh_databases(server_url: str) -> AsyncIterator[dict[str, str]]:
    """URLs by service. All is dropped at the end."""
    mark = secrets.token_hex(4)
    names = {owner: f"{owner}_{mark}" for owner in OWNERS}
    urls = await ensure_databases(server_url, {name: secrets.token_hex(8) for name in names.values()})
    try:
        yield {owner: urls[name] for owner, name in names.items()}
    finally:
        for name in names.values():
            await on_server(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            await on_server(server_url, f'DROP ROLE IF EXISTS "{name}"')


async def on_server(server_url: str, statement: str) -> None:
    """Runs a statement as the superuser."""
    conn = await asyncpg.connect(server_url)
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


async def dump(url: str, file: Path) -> None:
    """Writes a dump of a database, which may be in use."""
    await _run("pg_dump", ["--format=custom", f"--file={file}", f"--dbname={url}"], file)


async def restore(server_url: str, url: str, file: Path) -> None:
    """Puts the dump in place of the database. Nobody may be connected who minds to be thrown out."""
    await emptied(server_url, url)
    await _run("pg_restore", ["--exit-on-error", "--no-owner", f"--dbname={url}", str(file)], file)


async def emptied(server_url: str, url: str) -> None:
    """Puts a database without tables in place of this one. Whoever is connected is thrown out."""
    name = urlsplit(url).path.lstrip("/")
    await on_server(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')
    await on_server(server_url, f'CREATE DATABASE "{name}" OWNER "{name}"')


async def _run(program: str, arguments: Sequence[str], file: Path) -> None:
    command = [str(binaries() / program), *arguments]
    await run_once(Process(program, command, file.with_suffix(".log"), env={"PATH": os.environ["PATH"]}))


async def rows(url: str, statement: str, *arguments: object) -> list[tuple[object, ...]]:
    """What a statement finds in a database."""
    conn = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await conn.fetch(statement, *arguments)]
    finally:
        await conn.close()


async def value(url: str, statement: str, *arguments: object) -> object:
    """The one value that a statement finds."""
    return (await rows(url, statement, *arguments))[0][0]
