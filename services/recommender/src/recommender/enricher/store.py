"""Every SQL statement about how far the enricher is in the learning log."""

from __future__ import annotations

from touchline_runtime.ids import lock_number
from touchline_runtime.transaction import Connection

ENRICHED_TO = """
SELECT enricher.position, head.position AS log_length FROM enricher, learning_log_head AS head
"""
BECOME_ENRICHER = "SELECT pg_try_advisory_lock($1)"
MOVE = "UPDATE enricher SET position = $2 WHERE position = $1"


async def enriched_to(conn: Connection) -> tuple[int, int]:
    """The position up to which cases were read, and that of the log's last entry."""
    row = await conn.fetchrow(ENRICHED_TO)
    if row is None:
        raise LookupError("the enricher's row is missing: the migration makes it")
    return row["position"], row["log_length"]


async def become_enricher(conn: Connection) -> bool:
    """True for one session at a time: the others stand by. It ends with the connection."""
    return bool(await conn.fetchval(BECOME_ENRICHER, lock_number("recommender", "enricher")))


async def move(conn: Connection, before: int, after: int) -> bool:
    """Moves the enricher from ``before`` to ``after``; False if another one has moved it meanwhile."""
    return bool(await conn.execute(MOVE, before, after) == "UPDATE 1")
