"""The learner's life: stand by, learn again what was learned before, then follow the log."""

from __future__ import annotations

import asyncio
import time

import structlog

from recommender.learner.steps import Steps
from recommender.learning_log import store
from touchline_runtime.failures import is_transient
from touchline_runtime.readiness import stopped_within
from touchline_runtime.sessions import session

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.1
LOOK_AGAIN_SECONDS = 60.0
BACK_OFF_SECONDS = 2.0
CHECKPOINT_SECONDS = 300.0


async def follow_log(steps: Steps, stop: asyncio.Event) -> None:
    """Runs until ``stop`` is set. Raises PositionLost, and whatever is no trouble of the surroundings."""
    async with session(steps.database) as conn:
        while not await store.become_learner(conn):
            if await stopped_within(stop, 1.0):
                return
        started = time.monotonic()
        await steps.refold()
        log.info("learned_again", entries=steps.committed, seconds=round(time.monotonic() - started, 1))
        keeping = _Checkpoints(steps)
        await _follow(steps, keeping, stop)
        await keeping.finish()
        await steps.keep_checkpoint()


async def _follow(steps: Steps, keeping: _Checkpoints, stop: asyncio.Event) -> None:
    looked = time.monotonic() - LOOK_AGAIN_SECONDS
    while not stop.is_set():
        try:
            await keeping.keep_when_due()
            if await steps.learn():
                await asyncio.sleep(0)
                continue
            if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
                await steps.look_again()
                looked = time.monotonic()
            await stopped_within(stop, IDLE_SECONDS)
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("learner_waits", reason=str(error) or type(error).__name__)
            await stopped_within(stop, BACK_OFF_SECONDS)


class _Checkpoints:
    """Keeps the state every five minutes, beside the learning: nobody's proposal waits for a file."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._begun = time.monotonic()
        self._at_work: asyncio.Task[None] | None = None

    async def keep_when_due(self) -> None:
        """Begins when it is time and the former one is done. Raises what ended that."""
        if self._at_work and self._at_work.done():
            await self.finish()
        if self._at_work is None and time.monotonic() - self._begun >= CHECKPOINT_SECONDS:
            self._begun = time.monotonic()
            self._at_work = asyncio.create_task(self._steps.keep_checkpoint())
            # It takes the state as it is between two steps.
            await asyncio.sleep(0)

    async def finish(self) -> None:
        """Waits for the one at work. Raises what ended it."""
        at_work, self._at_work = self._at_work, None
        if at_work:
            await at_work
