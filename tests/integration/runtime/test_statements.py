"""Every SQL constant of the runtime's edges is a statement that PostgreSQL can prepare."""

from __future__ import annotations

from types import ModuleType

import pytest

from touchline_runtime import health, idempotency, schedule
from touchline_runtime.directory import store
from touchline_runtime.transaction import Database

MODULES = (health, idempotency, schedule, store)
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def statements(module: ModuleType) -> list[tuple[str, str]]:
    """The module's constants that hold SQL, by name."""
    return [
        (f"{module.__name__}.{name}", value)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.strip().startswith(VERBS)
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
async def test_every_statement_can_be_prepared(database: Database, module: ModuleType) -> None:
    found = statements(module)
    assert found
    async with database.reading() as conn:
        for _, sql in found:
            await conn.prepare(sql)
