"""The demo company at work in a stack, as a process of its own."""

from __future__ import annotations

import asyncio
import sys

from devstack.process import Process
from devstack.stack.console import say, warn
from devstack.stack.keep import ended
from devstack.stack.state import StateFolder


class DemoFeed:
    """Loads the demo at the first start, then keeps new work coming until the stack stops."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._stopping = False
        self._process = Process(
            name="demo",
            command=[sys.executable, "-m", "devstack", "demo", "--live", "--state", str(state.path)],
            log=state.logs / "demo.log",
            cwd=state.path,
            patience=5,
        )

    def start(self, group: asyncio.TaskGroup, data_id: str) -> None:
        """Begins to load where that was not done before, and to feed."""
        made = self._state.demo_of(data_id)
        loaded = made is not None and made.loaded
        say(
            "demo",
            "new work keeps coming in" if loaded else "loading the demo company; it appears bit by bit",
        )
        self._process.start()
        group.create_task(self._watch())

    async def stop(self) -> None:
        """Ends it. The next start loads what is missing; what is there stays as it is."""
        self._stopping = True
        await self._process.stop()

    async def _watch(self) -> None:
        code = await self._process.wait()
        if not self._stopping:
            warn(
                "demo", f"{ended(code)}: no more new work, or the demo is not complete ({self._process.log})"
            )
