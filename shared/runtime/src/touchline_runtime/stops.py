"""Subscriptions that stopped: so many events failed that rather the code is at fault than the events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from touchline_runtime.transaction import Connection

FAILURES = """
SELECT count(*) FROM quarantine
WHERE consumer = $1 AND subscription = $2 AND kind = 'failed' AND created_at > $3
    AND created_at > coalesce(
        (SELECT resumed_at FROM subscription_stop WHERE consumer = $1 AND subscription = $2), '-infinity')
"""
STOP = """
INSERT INTO subscription_stop (consumer, subscription, stopped_at, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT (consumer, subscription)
DO UPDATE SET stopped_at = excluded.stopped_at, reason = excluded.reason, resumed_at = NULL
WHERE subscription_stop.resumed_at IS NOT NULL
"""
RESUME = """
UPDATE subscription_stop SET resumed_at = $2
WHERE subscription = $1 AND resumed_at IS NULL RETURNING consumer
"""
STOPPED = """
SELECT consumer, subscription, stopped_at, reason FROM subscription_stop
WHERE resumed_at IS NULL ORDER BY 1, 2
"""


async def failures_since(conn: Connection, consumer: str, subscription: str, since: datetime) -> int:
    """How many events failed in this subscription since then and since it was last resumed."""
    return int(await conn.fetchval(FAILURES, consumer, subscription, since) or 0)


async def stop(conn: Connection, consumer: str, subscription: str, reason: str, at: datetime) -> None:
    """Marks a subscription as stopped, until somebody resumes it. What stopped it first is kept."""
    await conn.execute(STOP, consumer, subscription, at, reason[:4_000])


async def stopped_of(conn: Connection, consumer: str) -> str | None:
    """A stopped subscription of this consumer, if there is one."""
    return next((row["subscription"] for row in await stopped(conn) if row["consumer"] == consumer), None)


async def stopped(conn: Connection) -> list[Record]:
    """The subscriptions that stand still: consumer, subscription, stopped_at, reason."""
    return list(await conn.fetch(STOPPED))


async def resume(conn: Connection, subscription: str, at: datetime) -> bool:
    """Lets a stopped subscription go on; false when it was not stopped."""
    return bool(await conn.fetch(RESUME, subscription, at))
