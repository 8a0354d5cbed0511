"""When work arrives, and how long it takes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

DAYS = 90
PRIORITIES = {"critical": 0.04, "high": 0.16, "moderate": 0.5, "low": 0.3}
TARGET_HOURS = {"critical": 8, "high": 24, "moderate": 72, "low": 120}
"""Hours from opening to resolution that were promised to the customer."""

_MEDIAN_HOURS = {"critical": 3.5, "high": 9.0, "moderate": 18.0, "low": 28.0}
_OF_THE_WEEK = (1.25, 1.1, 1.0, 1.0, 0.95, 0.35, 0.2)
_OF_THE_DAY = tuple(0.1 if hour < 7 or hour > 20 else 1.0 for hour in range(24))
_LEVEL_FACTOR = {0: 1.8, 1: 1.4, 2: 1.1, 3: 0.9, 4: 0.7}


def arrivals(count: int, until: datetime, rng: random.Random) -> list[datetime]:
    """``count`` moments of the ninety days before ``until``, in order, most of them in office hours."""
    first = until - timedelta(days=DAYS)
    hours = [first + timedelta(hours=number) for number in range(DAYS * 24)]
    weights = [_OF_THE_WEEK[hour.weekday()] * _OF_THE_DAY[hour.hour] for hour in hours]
    drawn = rng.choices(hours, weights, k=count)
    return sorted(hour + timedelta(seconds=rng.randrange(3_600)) for hour in drawn)


def priority(rng: random.Random) -> str:
    """A priority; most work is moderate."""
    return rng.choices(list(PRIORITIES), list(PRIORITIES.values()))[0]


def time_to_resolve(rng: random.Random, priority: str, level: int) -> timedelta:
    """From opening to resolution: log-normal, shorter for the skilled (``level`` 0 to 4)."""
    hours = _MEDIAN_HOURS[priority] * _LEVEL_FACTOR[level] * rng.lognormvariate(0, 0.8)
    return timedelta(minutes=max(12, round(hours * 60)))


def handle_minutes(rng: random.Random, level: int, talking: bool) -> int:
    """Working minutes of a conversation (``talking``) or of a case."""
    median = 7.0 if talking else 26.0
    return max(2, round(median * _LEVEL_FACTOR[level] * rng.lognormvariate(0, 0.5)))


def is_late(opened: datetime, resolved: datetime, priority: str) -> bool:
    """Whether the promise was broken."""
    return resolved - opened > timedelta(hours=TARGET_HOURS[priority])
