"""Where time comes from: PostgreSQL's transaction time, or a clock that a test sets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time a transaction takes place at."""

    def now(self) -> datetime:
        """An aware time in UTC."""
        ...


class FixedClock:
    """Stands still until it is moved. For tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The time that was set."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward."""
        self._at += by
