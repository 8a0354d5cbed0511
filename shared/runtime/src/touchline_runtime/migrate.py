"""Brings a database up to date: the runtime's migrations, then the service's, one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import op
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import await_only

from touchline_runtime.ids import lock_number
from touchline_runtime.versions import RUNTIME_MIGRATIONS, RUNTIME_VERSION, SERVICE_VERSION

_LOCK = lock_number("touchline", "migrate")
_PATIENCE = "120s"
"""How long to wait for another process that migrates."""
_LOCK_TIMEOUT = "5s"
"""How long a migration may wait for a table, with everybody else queueing behind it."""


async def migrate(url: str, *, service_migrations: Path | None) -> None:
    """Applies what is missing, each migration in its own transaction. Safe to call from every process.

    Raises SQLAlchemy's errors if a migration fails: earlier ones stay applied, the failed one leaves
    nothing behind.
    """
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await _set(connection, _PATIENCE, f"SELECT pg_advisory_lock({_LOCK})")
            await _set(connection, _LOCK_TIMEOUT)
            await connection.run_sync(upgrade, RUNTIME_MIGRATIONS, RUNTIME_VERSION)
            if service_migrations is not None:
                await connection.run_sync(upgrade, service_migrations, SERVICE_VERSION)
    finally:
        # Ends the session, and with it the advisory lock.
        await engine.dispose()


def upgrade(connection: Connection, directory: Path, version_table: str) -> None:
    """Runs the migrations of one directory that ``version_table`` does not know yet."""
    scripts = ScriptDirectory(directory, version_locations=[directory])
    environment = EnvironmentContext(Config(), scripts, fn=lambda rev, _: scripts._upgrade_revs("heads", rev))
    environment.configure(connection=connection, version_table=version_table, transaction_per_migration=True)
    with environment, environment.begin_transaction():
        environment.run_migrations()
    # Reading the version began a transaction. Alembic would take it for ours, and not commit the next
    # directory's migrations.
    connection.commit()


def execute(sql: str) -> None:
    """For migration files: runs SQL of any number of statements inside the migration's transaction."""
    connection = op.get_bind()
    # SQLAlchemy begins the driver's transaction with its first own statement.
    connection.exec_driver_sql("SELECT 1")
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the migration has no open connection")
    await_only(driver.execute(sql))


async def _set(connection: AsyncConnection, lock_timeout: str, then: str = "SELECT 1") -> None:
    await connection.exec_driver_sql(f"SET lock_timeout = '{lock_timeout}'")
    await connection.exec_driver_sql(then)
    await connection.commit()
