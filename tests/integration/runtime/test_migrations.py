"""Every process may migrate; each migration runs once, whole or not at all."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from tests.integration.runtime.notebook import Notebook
from touchline_runtime import migrate as module
from touchline_runtime.migrate import migrate
from touchline_runtime.versions import is_current

SERVICE = Notebook().migrations
ROOT = Path(__file__).parents[3]


async def column(url: str, statement: str) -> list[object]:
    """The first column of what a statement gives."""
    conn = await asyncpg.connect(url)
    try:
        return [row[0] for row in await conn.fetch(statement)]
    finally:
        await conn.close()


async def test_processes_that_start_together_migrate_once(empty_database: str) -> None:
    await asyncio.gather(*(migrate(empty_database, service_migrations=SERVICE) for _ in range(4)))
    assert await column(empty_database, "SELECT version_num FROM runtime_version") == ["0003"]
    assert await column(empty_database, "SELECT version_num FROM service_version") == ["0001"]


async def test_a_database_is_current_only_with_the_last_migration_of_both(
    empty_database: str, tmp_path: Path
) -> None:
    (tmp_path / "0001_notes.py").write_text((SERVICE / "0001_notes.py").read_text())
    assert not await is_current(empty_database, service_migrations=tmp_path)
    await migrate(empty_database, service_migrations=None)
    assert await is_current(empty_database, service_migrations=None)
    assert not await is_current(empty_database, service_migrations=tmp_path)
    await migrate(empty_database, service_migrations=tmp_path)
    assert await is_current(empty_database, service_migrations=tmp_path)
    (tmp_path / "0002_more.py").write_text("")
    assert not await is_current(empty_database, service_migrations=tmp_path)


def test_a_start_without_migrations_does_not_load_alembic() -> None:
    script = "import sys, touchline_runtime.service; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    "directory", sorted(ROOT.glob("s*/*/src/*/migrations")), ids=lambda path: path.parent.name
)
def test_a_migrations_file_is_named_after_its_revision(directory: Path) -> None:
    for path in directory.glob("0*.py"):
        assert f'revision = "{path.name[:4]}"' in path.read_text()


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
