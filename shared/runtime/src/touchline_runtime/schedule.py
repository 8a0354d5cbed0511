"""Work that is due by the clock: run by one process of a service at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from touchline_runtime.failures import explain
from touchline_runtime.ids import lock_number, new_id
from touchline_runtime.readiness import ready_or_stopped, stopped_within
from touchline_runtime.transaction import Cause, Database, Transaction

log = structlog.get_logger(__name__)

TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1)"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Runs ``use_case`` in a transaction at the start and then ``every`` so often.

    What it does must hold when done twice: it looks at the state, not at how often it ran. ``after``: topics
    that are first read to their end of the start, for what looks at half a state says what is not so.
    """

    name: str
    every: timedelta
    use_case: Callable[[Transaction], Awaitable[None]]
    after: tuple[str, ...] = ()


async def run_once(schedule: Schedule, database: Database) -> bool:
    """Runs it now; false when another process is at it."""
    async with database.transaction(Cause(id=new_id(), scope=schedule.name)) as tx:
        if not await tx.conn.fetchval(TRY_LOCK, lock_number("schedule", schedule.name)):
            return False
        await schedule.use_case(tx)
    return True


async def keep_running(
    schedule: Schedule, database: Database, stop: asyncio.Event, ready: Awaitable[None] | None = None
) -> None:
    """Runs it until ``stop``. A failure is logged, and it is tried again when it is due again.

    It first runs when ``ready`` is done. Raises what that raises.
    """
    if ready is not None:
        await ready_or_stopped(ready, stop)
    while not stop.is_set():
        try:
            await run_once(schedule, database)
        except Exception as error:
            log.exception("schedule_failed", schedule=schedule.name, reason=explain(error))
        await stopped_within(stop, schedule.every.total_seconds())
