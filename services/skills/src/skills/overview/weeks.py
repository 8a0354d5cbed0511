"""The trend by week, from what was counted in each: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

ONE_WEEK = timedelta(days=7)
SECONDS_PER_HOUR = 3600


class Counted(NamedTuple):
    """What was counted of a kind in the week that begins on ``week``; None: of all time until now."""

    week: date | None
    kind: str
    inferred: bool
    opened: int
    finished: int
    resolved: int
    seconds: int


class Mean(NamedTuple):
    """Hours from opened to resolved, the mean of ``n`` tasks of a kind. None of none."""

    kind: str
    hours: float | None
    n: int


class Week(NamedTuple):
    """An ISO week in UTC, by its Monday. ``open``: at its end, or now in the week that is not over."""

    monday: date
    opened: int
    resolved: int
    open: int
    mttr: list[Mean]


def monday_of(day: date) -> date:
    """The first day of the ISO week."""
    return day - timedelta(days=day.weekday())


def means(counted: Iterable[Counted], kinds: Sequence[str]) -> list[Mean]:
    """The mean of each kind, never of several together: a case takes days, an interaction minutes."""
    sums = dict.fromkeys(kinds, (0, 0))
    for one in counted:
        seconds, n = sums[one.kind]
        sums[one.kind] = seconds + one.seconds, n + one.resolved
    return [mean_of(kind, seconds, n) for kind, (seconds, n) in sums.items()]


def mean_of(kind: str, seconds: int, n: int) -> Mean:
    """Of ``n`` tasks of a kind that took so many seconds together."""
    return Mean(kind, seconds / n / SECONDS_PER_HOUR if n else None, n)


def open_now(counted: Iterable[Counted]) -> int:
    """So many tasks that are not finished, whenever they were opened."""
    return sum(one.opened - one.finished for one in counted if one.week is None)


def trend(counted: Sequence[Counted], first: date, last: date, kinds: Sequence[str]) -> list[Week]:
    """Each week from ``first`` to ``last``, by their Mondays, also those in which nothing happened."""
    by_week: dict[date, list[Counted]] = {}
    for one in counted:
        if one.week is not None:
            by_week.setdefault(one.week, []).append(one)
    still = open_now(counted)
    weeks: list[Week] = []
    monday = max(last, *by_week, last)
    while monday >= first:
        of_week = by_week.get(monday, [])
        opened = sum(one.opened for one in of_week)
        if monday <= last:
            resolved = sum(one.resolved for one in of_week)
            weeks.append(Week(monday, opened, resolved, still, means(of_week, kinds)))
        still -= opened - sum(one.finished for one in of_week)
        monday -= ONE_WEEK
    return weeks[::-1]
