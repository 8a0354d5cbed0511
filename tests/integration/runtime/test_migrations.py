"""Every process may migrate; each migration runs once, whole or not at all."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from tests.integration.runtime.notebook import Notebook
from touchline_runtime import migrate as module
from touchline_runtime.migrate import migrate

SERVICE = Notebook().migrations


async def column(url: str, statement: str) -> list[object]:
    """The first column of what a statement gives."""
    conn = await asyncpg.connect(url)
    try:
        return [row[0] for row in await conn.fetch(statement)]
    finally:
        await conn.close()


async def test_processes_that_start_together_migrate_once(empty_database: str) -> None:
    await asyncio.gather(*(migrate(empty_database, service_migrations=SERVICE) for _ in range(4)))
    assert await column(empty_database, "SELECT version_num FROM runtime_version") == ["0002"]
    assert await column(empty_database, "SELECT version_num FROM service_version") == ["0001"]


async def test_a_later_migration_is_added_to_a_database_in_use(empty_database: str, tmp_path: Path) -> None:
    first = (SERVICE / "0001_notes.py").read_text()
    (tmp_path / "0001_notes.py").write_text(first)
    await migrate(empty_database, service_migrations=tmp_path)
    later = first.replace('"0001"', '"0002"').replace("down_revision = None", 'down_revision = "0001"')
    statement = "ALTER TABLE note ADD COLUMN colour text; UPDATE note SET colour = 'blue';"
    (tmp_path / "0002_colour.py").write_text(
        f'{later.split("SQL")[0]}SQL = "{statement}"\n\n\ndef upgrade():\n    execute(SQL)\n'
    )
    await migrate(empty_database, service_migrations=tmp_path)
    assert await column(empty_database, "SELECT version_num FROM service_version") == ["0002"]


async def test_a_migration_that_fails_leaves_nothing_behind(empty_database: str, tmp_path: Path) -> None:
    text = (SERVICE / "0001_notes.py").read_text().replace("CREATE INDEX", "CREATE NONSENSE")
    (tmp_path / "0001_notes.py").write_text(text)
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(empty_database, service_migrations=tmp_path)
    assert await column(empty_database, "SELECT count(*) FROM pg_tables WHERE tablename = 'note'") == [0]
    assert await column(empty_database, "SELECT to_regclass('service_version')") == [None]
    await migrate(empty_database, service_migrations=SERVICE)
    assert await column(empty_database, "SELECT version_num FROM service_version") == ["0001"]


async def test_a_table_in_use_is_not_waited_for_without_end(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOCK_TIMEOUT", "200ms")
    await migrate(empty_database, service_migrations=SERVICE)
    text = (SERVICE / "0001_notes.py").read_text().split("SQL")[0]
    text = text.replace('"0001"', '"0002"').replace("down_revision = None", 'down_revision = "0001"')
    (tmp_path / "0001_notes.py").write_text((SERVICE / "0001_notes.py").read_text())
    alter = 'SQL = "ALTER TABLE note ADD COLUMN colour text"'
    (tmp_path / "0002_colour.py").write_text(f"{text}{alter}\n\n\ndef upgrade():\n    execute(SQL)\n")
    holder = await asyncpg.connect(empty_database)
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE note")
            with pytest.raises((asyncpg.LockNotAvailableError, DBAPIError)):
                await migrate(empty_database, service_migrations=tmp_path)
    finally:
        await holder.close()
    await migrate(empty_database, service_migrations=tmp_path)
    assert await column(empty_database, "SELECT version_num FROM service_version") == ["0002"]
