"""Keeps one part of a stack running: whenever it ends by itself it is started again, and that is said."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from devstack.failures import StartFailed
from devstack.process import Process
from devstack.stack.console import say, warn

_SHORTEST, _LONGEST = 0.5, 15.0
_SETTLED_AFTER = 30.0


@dataclass
class Kept:
    """A process with how to start it again. ``down`` is set before it is stopped on purpose."""

    process: Process
    again: Callable[[], Awaitable[None]]
    down: bool = False
    crashes: int = field(default=0, init=False)

    @classmethod
    def of(cls, process: Process) -> Kept:
        """A process that needs nothing but to be started again."""

        async def again() -> None:
            process.start()

        return cls(process, again)

    async def keep(self) -> None:
        """Runs until the part is taken down on purpose."""
        delay = _SHORTEST
        while True:
            started = asyncio.get_running_loop().time()
            code = await self.process.wait()
            if self.down:
                return
            self.crashes += 1
            lived = asyncio.get_running_loop().time() - started
            delay = _SHORTEST if lived > _SETTLED_AFTER else min(delay * 2, _LONGEST)
            warn(self.process.name, f"{ended(code)}; starting it again in {delay:g} s ({self.process.log})")
            await asyncio.sleep(delay)
            await self._start_again()

    async def stop(self) -> None:
        """Takes the part down for good."""
        self.down = True
        await self.process.stop()

    async def _start_again(self) -> None:
        if self.down:
            return
        try:
            await self.again()
        except StartFailed as error:
            warn(self.process.name, str(error).splitlines()[0])
        else:
            say(self.process.name, "started again")


def ended(code: int) -> str:
    """How a program ended, in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
