"""Waiting until something answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from devstack.failures import StartFailed
from devstack.process import Process

_PAUSE = 0.05


async def until_ready(
    name: str, answers: Callable[[], Awaitable[bool]], *, within: float, process: Process | None = None
) -> None:
    """Asks until ``answers`` says yes, at most ``within`` seconds.

    Raises StartFailed when the time is over, or at once when the process behind it has ended.
    """
    deadline = asyncio.get_running_loop().time() + within
    while not await answers():
        if process is not None and not process.running:
            raise StartFailed(f"{name} ended with exit code {process.exit_code}:\n{process.last_lines()}")
        if asyncio.get_running_loop().time() > deadline:
            tail = f":\n{process.last_lines()}" if process is not None else ""
            raise StartFailed(f"{name} was not ready within {within:.0f} s{tail}")
        await asyncio.sleep(_PAUSE)


async def port_answers(host: str, port: int) -> bool:
    """Whether a server accepts connections there."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True
