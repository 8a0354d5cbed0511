"""Waiting for whichever comes first: what is waited for, a time, or the end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable
from contextlib import suppress


def stop_on_signals() -> asyncio.Event:
    """Is set when the process is told to end, by SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Waits so long, or until ``stop`` is set; whether it is."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def ready_or_stopped(ready: Awaitable[None], stop: asyncio.Event) -> None:
    """Returns when ``ready`` is done or ``stop`` is set. Raises what ``ready`` raises."""
    waiting = asyncio.ensure_future(ready)
    await first_of(waiting, stop.wait())
    if not waiting.cancelled() and waiting.done():
        waiting.result()


async def first_of(*work: Awaitable[object]) -> None:
    """Returns when one of them is done; the others are cancelled."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
