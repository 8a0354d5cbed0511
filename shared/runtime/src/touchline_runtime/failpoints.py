"""Named points at which a test lets the process die, as a power cut would."""

from __future__ import annotations

import os
import signal

POINTS = ("after-effects-before-commit", "after-commit-before-offset", "after-publish-before-delete")
_armed: dict[str, int] = {}


def arm(point: str, after: int = 1) -> None:
    """Kills this process when ``point`` is reached for the ``after``-th time."""
    if point not in POINTS:
        raise ValueError(f"{point!r} is no failpoint; there are {', '.join(POINTS)}")
    _armed[point] = after


def reached(point: str) -> None:
    """Marks a point in the code. Does nothing unless it was armed."""
    if not _armed or point not in _armed:
        return
    _armed[point] -= 1
    if _armed[point] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
