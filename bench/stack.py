"""The broker and the database of a benchmark: fresh, durable, sized alike for every contender."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from devstack.kafka.apache import ApacheKafka
from devstack.postgres.embedded import EmbeddedPostgres

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
SIZED = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "autovacuum_naptime": "10s",
}


@dataclass(frozen=True, slots=True)
class Stack:
    """Where broker and database are. ``settings`` are PostgreSQL's that bear on the figures."""

    bootstrap: str
    admin_url: str
    settings: dict[str, str]
    postgres_pid: int

    async def fresh_database(self, name: str) -> str:
        """Drops and creates a database. Returns its URL."""
        conn = await asyncpg.connect(self.admin_url)
        try:
            await conn.execute(f"drop database if exists {name} with (force)")
            await conn.execute(f"create database {name}")
        finally:
            await conn.close()
        return f"{self.admin_url.rpartition('/')[0]}/{name}"


@asynccontextmanager
async def running_stack(folder: Path) -> AsyncIterator[Stack]:
    """Apache Kafka and PostgreSQL in ``folder``, both stopped at the end."""
    postgres = EmbeddedPostgres(folder / "postgres")
    sized = [part for name, value in (DURABLE | SIZED).items() for part in ("-c", f"{name}={value}")]
    postgres.process.command = [*postgres.process.command, *sized]
    kafka = ApacheKafka(folder / "kafka", heap=1024, long_lived=True)
    try:
        await postgres.start()
        await kafka.start()
        assert postgres.process.pid is not None
        settings = await _settings(postgres.url)
        yield Stack(kafka.bootstrap, postgres.url, settings, postgres.process.pid)
    finally:
        await kafka.kill()
        await postgres.close()


async def _settings(url: str) -> dict[str, str]:
    conn = await asyncpg.connect(url)
    try:
        told = {name: await conn.fetchval(f"show {name}") for name in ("server_version", *DURABLE, *SIZED)}
    finally:
        await conn.close()
    return {name: str(value) for name, value in told.items()}
