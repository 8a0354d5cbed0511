"""The learner's life: stand by, learn again what was learned before, then follow the log."""

from __future__ import annotations

import asyncio
import contextlib
import time

import structlog

from recommender.learner.steps import Steps
from recommender.learning_log import store
from touchline_runtime.failures import is_transient
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
            if await _stopped(stop, 1.0):
                return
        started = time.monotonic()
        await steps.refold()
        log.info("learned_again", entries=steps.committed, seconds=round(time.monotonic() - started, 1))
        await _follow(steps, stop)
        await steps.keep_checkpoint()


async def _follow(steps: Steps, stop: asyncio.Event) -> None:
    looked = time.monotonic() - LOOK_AGAIN_SECONDS
    kept = time.monotonic()
    while not stop.is_set():
        try:
            if time.monotonic() - kept >= CHECKPOINT_SECONDS:
                await steps.keep_checkpoint()
                kept = time.monotonic()
            if await steps.learn():
                await asyncio.sleep(0)
                continue
            if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
                await steps.look_again()
                looked = time.monotonic()
            await _stopped(stop, IDLE_SECONDS)
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("learner_waits", reason=str(error) or type(error).__name__)
            await _stopped(stop, BACK_OFF_SECONDS)


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
