"""Waiting for whichever comes first: what is waited for, or the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


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
