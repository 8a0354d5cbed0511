"""Loads the demo company into a stack at its first start, as a process of its own."""

from __future__ import annotations

import asyncio
import sys

from devstack.process import Process
from devstack.stack.console import say, warn
from devstack.stack.keep import ended
from devstack.stack.state import StateFolder


class DemoFeed:
    """The demo's loading: skipped where these data have it already, ended when the stack stops."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._stopping = False
        self._process = Process(
            name="demo",
            command=[sys.executable, "-m", "devstack", "demo", "--state", str(state.path)],
            log=state.logs / "demo.log",
            cwd=state.path,
            patience=5,
        )

    def start(self, group: asyncio.TaskGroup, data_id: str) -> None:
        """Begins to load, unless it was done before."""
        if self._state.demo_loaded_into() == data_id:
            return
        say("demo", "loading the demo company; it appears bit by bit")
        self._process.start()
        group.create_task(self._watch())

    async def stop(self) -> None:
        """Ends the loading; the next start begins it anew, which changes nothing already there."""
        self._stopping = True
        await self._process.stop()

    async def _watch(self) -> None:
        code = await self._process.wait()
        if code == 0:
            say("demo", "the demo company is loaded")
        elif not self._stopping:
            warn("demo", f"{ended(code)}: the demo is not complete ({self._process.log})")
