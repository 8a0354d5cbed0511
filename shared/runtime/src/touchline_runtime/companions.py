"""Keeps a service's companion processes running: work too heavy for the service's event loop."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable
from contextlib import suppress
from time import monotonic

import structlog

from touchline_runtime.readiness import first_of, ready_or_stopped, stopped_within

log = structlog.get_logger(__name__)

_SHORTEST, _LONGEST = 0.5, 30.0
_SETTLED_AFTER = 60.0
PATIENCE_SECONDS = 10.0


async def keep_companion(module: str, stop: asyncio.Event, ready: Awaitable[None] | None = None) -> None:
    """Runs a Python module in a process of its own until ``stop``, again and again if it ends by itself.

    It is first started when ``ready`` is done. Raises what that raises.
    """
    if ready is not None:
        await ready_or_stopped(ready, stop)
    pause = _SHORTEST
    while not stop.is_set():
        started = monotonic()
        process = await _start(module)
        try:
            await first_of(process.wait(), stop.wait())
        finally:
            await _end(process)
        if not stop.is_set():
            pause = _SHORTEST if monotonic() - started > _SETTLED_AFTER else min(pause * 2, _LONGEST)
            log.error("companion_ended", module=module, code=process.returncode, again_in_seconds=pause)
            await stopped_within(stop, pause)


async def _start(module: str) -> Process:
    # A session of its own: the terminal's Ctrl-C is for the service, which then tells its companions.
    command = (sys.executable, "-m", "touchline_runtime.companion", module)
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, start_new_session=True)


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
    except TimeoutError:
        log.warning("companion_killed", pid=process.pid)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
