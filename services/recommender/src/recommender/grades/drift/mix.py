"""How far the skills that a week's work calls for are from those of the weeks before. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import log, log2, sqrt
from typing import NamedTuple

WEEK = timedelta(days=7)
BEFORE = 4
"""Weeks that each week is compared with."""

Mix = Mapping[str, int]


class Moved(NamedTuple):
    """A week, from its Monday on. ``calls``: skills that its work called for, each time; ``compared_with``:
    those of the four weeks before. ``distance`` is 0..1, ``by_chance`` what it would be if nothing moved.
    None where there is nothing on either side.
    """

    week: date
    calls: int
    compared_with: int
    distance: float | None
    by_chance: float | None


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def distance(one: Mix, other: Mix) -> float:
    """The Jensen-Shannon distance of two mixes (Endres and Schindelin 2003): the root of the divergence in
    bits, 0 for the same shares and 1 where no skill is in both. Neither may be empty.
    """
    n, m = sum(one.values()), sum(other.values())
    divergence = 0.0
    for skill in sorted({*one, *other}):
        p, q = one.get(skill, 0) / n, other.get(skill, 0) / m
        divergence += sum(share * log2(2 * share / (p + q)) for share in (p, q) if share) / 2
    return sqrt(min(max(divergence, 0.0), 1.0))


def distance_by_chance(one: Mix, other: Mix) -> float:
    """About how far two samples of these sizes lie apart if both are drawn from one mix.

    Near equality the divergence is an eighth of chi-squared, of which each skill but one adds 1/n + 1/m.
    """
    skills = len({*one, *other})
    expected = (skills - 1) * (1 / sum(one.values()) + 1 / sum(other.values())) / (8 * log(2))
    return sqrt(min(expected, 1.0))


def moved(calls: Iterable[tuple[date, str, int]], first: date, weeks: int) -> list[Moved]:
    """So many weeks from the Monday ``first`` on, each beside the four before it."""
    by_week: dict[date, Counter[str]] = {}
    for week, skill, count in calls:
        by_week.setdefault(week, Counter())[skill] += count
    return [_moved(by_week, first + n * WEEK) for n in range(weeks)]


def _moved(by_week: Mapping[date, Counter[str]], week: date) -> Moved:
    now = by_week.get(week, Counter())
    before: Counter[str] = Counter()
    for n in range(1, BEFORE + 1):
        before += by_week.get(week - n * WEEK, Counter())
    sizes = now.total(), before.total()
    if not all(sizes):
        return Moved(week, *sizes, None, None)
    return Moved(week, *sizes, distance(now, before), distance_by_chance(now, before))
