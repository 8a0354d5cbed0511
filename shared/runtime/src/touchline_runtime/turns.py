"""Long work on the event loop, cut into slices: nothing else waits for longer than one of them."""

from __future__ import annotations

import asyncio
from time import perf_counter

SLICE_SECONDS = 0.0005


class Turns:
    """Tells when a slice is used up, and gives everything else in the process its turn.

    Short slices also make the work itself cheaper in time: a statement's answer that arrives meanwhile
    is taken up at the next turn, so that PostgreSQL does not wait for the loop.
    """

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until = perf_counter() + SLICE_SECONDS

    def over(self) -> bool:
        """Whether it is time to give the others a turn."""
        return perf_counter() > self._until

    async def give(self) -> None:
        """Lets everything run that is ready, and begins the next slice."""
        await asyncio.sleep(0)
        self._until = perf_counter() + SLICE_SECONDS
