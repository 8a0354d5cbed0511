"""Sees to it at a start that the database has the newest schema."""

from __future__ import annotations

from pathlib import Path

import stamina

from touchline_runtime.failures import is_transient
from touchline_runtime.versions import is_current


async def ensure_schema(url: str, *, service_migrations: Path | None) -> None:
    """Migrates if need be. Waits for a server that does not answer yet, as long as it takes."""
    async for attempt in stamina.retry_context(on=_out_of_reach, attempts=None, timeout=None, wait_max=5.0):
        with attempt:
            if await is_current(url, service_migrations=service_migrations):
                return
            # Loaded only now: Alembic and SQLAlchemy take a second of a start, and memory ever after.
            from touchline_runtime.migrate import migrate

            await migrate(url, service_migrations=service_migrations)


def _out_of_reach(error: Exception) -> bool:
    """Also where SQLAlchemy wrapped the driver's error."""
    chain = (error, error.__cause__, getattr(error, "orig", None), getattr(error, "driver_exception", None))
    return any(isinstance(one, Exception) and is_transient(one) for one in chain)
