"""The colour that tells how pressing an open learning task is: pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from learning.learning_tasks.learning_task import State

Colour = Literal["green", "yellow", "red"]
_UTC = ZoneInfo("UTC")


def colour(state: State, due_at: datetime, now: datetime, zone: tzinfo = _UTC) -> Colour | None:
    """Red: overdue. Yellow: due today, by the person's calendar. Green: later. None: not open."""
    if state in ("completed", "cancelled"):
        return None
    if due_at <= now:
        return "red"
    return "yellow" if due_at.astimezone(zone).date() == now.astimezone(zone).date() else "green"


def zone_of(name: str | None) -> tzinfo:
    """The time zone of an IANA name; UTC for no name and for one that nobody knows."""
    try:
        return ZoneInfo(name) if name else _UTC
    except (ValueError, OSError, LookupError):
        return _UTC
