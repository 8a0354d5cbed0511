"""The tables of a rebuild: copies in a schema beside the originals, and the exchange of their contents."""

from __future__ import annotations

from collections.abc import Sequence

from touchline_runtime.transaction import Connection

SCHEMA = "rebuild"
OWN_TABLES = ("consumer_position", "inbox", "quarantine", "subscription_stop")
FRESH_SCHEMA = "DROP SCHEMA IF EXISTS rebuild CASCADE; CREATE SCHEMA rebuild"
COPY_SHAPE = "CREATE TABLE rebuild.{table} (LIKE public.{table} INCLUDING ALL)"
# All at once, because some refer to others.
EMPTY = "TRUNCATE {tables}"
FILL = "INSERT INTO public.{table} OVERRIDING SYSTEM VALUE SELECT * FROM rebuild.{table}"
NUMBERED = """
SELECT column_name AS name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'YES'
"""
NUMBER_ON = """
SELECT setval(s, greatest(nextval(s), (SELECT max({column}) FROM public.{table})))
FROM pg_get_serial_sequence('public.{table}', '{column}') AS s
"""
DROP_SCHEMA = "DROP SCHEMA rebuild CASCADE"
LONGEST_SECONDS = 6 * 3600.0
"""Copying a large table takes longer than any statement of a use case may."""


async def make(conn: Connection, tables: Sequence[str]) -> None:
    """Makes empty copies of ``tables`` and of those that the consumer needs for itself."""
    await conn.execute(FRESH_SCHEMA)
    for table in (*OWN_TABLES, *tables):
        await conn.execute(COPY_SHAPE.format(table=table))


async def exchange(conn: Connection, tables: Sequence[str]) -> None:
    """Puts the copies' rows in the place of the originals'. Tables come after those they refer to."""
    await conn.execute(EMPTY.format(tables=", ".join(f"public.{table}" for table in tables)))
    for table in tables:
        await conn.execute(FILL.format(table=table), timeout=LONGEST_SECONDS)
        for column in await conn.fetch(NUMBERED, table):
            number_on = NUMBER_ON.format(table=table, column=column["name"])
            await conn.execute(number_on, timeout=LONGEST_SECONDS)
