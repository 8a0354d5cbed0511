"""SQL stands in stores, and only the runtime begins and ends transactions."""

from __future__ import annotations

import pytest

from tests.architecture.database import glued_sql, stray_sql, stray_transactions
from tests.architecture.planted import HOLDINGS, planted
from tests.architecture.source import clean, sources

USE_CASE = f"{HOLDINGS}approve_skill.py"


def test_sql_stands_in_stores_only() -> None:
    clean(line for source in sources() for line in stray_sql(source))


def test_no_statement_is_glued_together() -> None:
    clean(line for source in sources() for line in glued_sql(source))


def test_only_the_runtime_begins_and_ends_transactions() -> None:
    clean(line for source in sources() for line in stray_transactions(source))


@pytest.mark.parametrize(
    "statement",
    [
        "select id from skill where id = $1",
        "\\n  INSERT INTO skill (id) values ($1)",
        "update skill set name = $2",
        "delete from skill",
        "with a as (select 1) select * from a",
        "create unique index on skill (name)",
        "lock table skill in share mode",
    ],
)
def test_sql_outside_of_a_store_is_caught(statement: str) -> None:
    assert stray_sql(planted(USE_CASE, f'FOUND = "{statement}"'))
    assert not stray_sql(planted(f"{HOLDINGS}store.py", f'FOUND = "{statement}"'))


@pytest.mark.parametrize("path", [f"{HOLDINGS}store.py", "shared/runtime/src/touchline_runtime/outbox.py"])
def test_sql_without_a_name_is_caught(path: str) -> None:
    assert stray_sql(planted(path, "async def f(conn):\n    await conn.execute('delete from skill')"))


@pytest.mark.parametrize("text", ["Update the level", "with a comment", "deleted from here"])
def test_plain_words_are_no_sql(text: str) -> None:
    assert not stray_sql(planted(USE_CASE, f'TEXT = "{text}"'))


def test_a_docstring_is_no_sql() -> None:
    assert not stray_sql(planted(USE_CASE, '"""Select the skills of a person."""'))


def test_a_glued_statement_is_caught() -> None:
    assert glued_sql(planted(f"{HOLDINGS}store.py", 'def f(name):\n    return f"select * from {name}"'))


@pytest.mark.parametrize(
    "code",
    [
        "async def f(conn):\n    async with conn.transaction(): ...",
        "async def f(conn):\n    async with conn.transaction(isolation='serializable'): ...",
        "async def f(conn):\n    await conn.execute('BEGIN')",
        "async def f(conn):\n    await conn.execute('commit;')",
        "async def f(session):\n    await session.rollback()",
    ],
)
def test_a_transaction_of_its_own_is_caught(code: str) -> None:
    assert stray_transactions(planted(USE_CASE, code))


def test_a_transaction_with_its_cause_passes() -> None:
    code = "async def f(database, cause):\n    async with database.transaction(cause) as tx: ..."
    assert not stray_transactions(planted(USE_CASE, code))
