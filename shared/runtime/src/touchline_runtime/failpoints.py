"""Named points at which a test lets the process die, as a power cut would, or freeze."""

from __future__ import annotations

import os
import signal

POINTS = ("after-effects-before-commit", "after-commit-before-offset", "after-publish-before-delete")
_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}
_armed: dict[str, tuple[int, signal.Signals]] = {}


def arm(point: str, after: int = 1, effect: str = "kill") -> None:
    """Kills this process, or stops it (SIGSTOP), when ``point`` is reached for the ``after``-th time."""
    if point not in POINTS:
        raise ValueError(f"{point!r} is no failpoint; there are {', '.join(POINTS)}")
    if effect not in _SIGNALS:
        raise ValueError(f"{effect!r} is no effect; there are {', '.join(_SIGNALS)}")
    _armed[point] = (after, _SIGNALS[effect])


def arm_as_told(told: str) -> None:
    """Arms what a setting says: ``point``, ``point:nth`` or ``point:nth:stop``. Raises ValueError."""
    point, _, rest = told.partition(":")
    nth, _, effect = rest.partition(":")
    arm(point, int(nth or 1), effect or "kill")


def reached(point: str) -> None:
    """Marks a point in the code. Does nothing unless it was armed."""
    if not _armed or point not in _armed:
        return
    left, number = _armed[point]
    _armed[point] = (left - 1, number)
    if left == 1:
        os.kill(os.getpid(), number)
