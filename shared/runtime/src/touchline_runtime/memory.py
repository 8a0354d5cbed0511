"""How the garbage collector is set for a process that runs for months."""

from __future__ import annotations

import gc


def settle_memory() -> None:
    """Call once started: what start-up made stays, so the collector need not look at it again and again.

    A batch of events makes more than the 700 objects after which it looks by default.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
