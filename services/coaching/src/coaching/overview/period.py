"""Which days an overview looks at, and the filters of `GET /assessments` that list what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

ONE_DAY = timedelta(days=1)
NONE = "-"
"""What the list's filters take for no team, no survey or no opportunity."""


class Window(StrEnum):
    """Whose completion lies in the period: the task's, or the assessment's."""

    TASKS = "tasks"
    ASSESSMENTS = "assessments"


class Period(NamedTuple):
    """Whole days in UTC, both ends included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> Period:
        """So many days, of which ``last`` is the last."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def before(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last, time(), UTC) + ONE_DAY

    def days(self) -> Iterator[date]:
        """Each of its days."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


class Lists:
    """Writes the paths that list what is counted; ``scope`` are the filters that all of them share."""

    def __init__(self, scope: dict[str, str]) -> None:
        self._scope = scope

    def quality(self, window: Window, period: Period, **filters: str) -> str:
        """Those with a quality whose completion lies in the period, the last one first."""
        name, order = ("task_done", "task_done") if window is Window.TASKS else ("completed", "closed")
        return self._path(filters, {"counted": "true"}, _within(name, period), order=order)

    def active(self, state: str) -> str:
        """Those in this state that are not closed, the first due first."""
        return self._path({"active": "true", "state": state}, order="due")

    def closed(self, state: str, period: Period) -> str:
        """Those that were closed in this state in the period, the last one first."""
        return self._path({"state": state}, _within("closed", period), order="closed")

    def opened(self, period: Period, **filters: str) -> str:
        """Those that were opened in the period, the last one first."""
        return self._path(filters, _within("opened", period), order="recent")

    def _path(self, *filters: dict[str, str], order: str) -> str:
        joined = self._scope.copy()
        for each in filters:
            joined |= each
        return f"/assessments?{urlencode(joined | {'order': order})}"


def _within(name: str, period: Period) -> dict[str, str]:
    """The filters of a time that lies in the period."""
    since, before = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (period.since, period.before))
    return {f"{name}_since": since, f"{name}_before": before}
