"""What share of its needs a team holds: pure. Where there is nothing to divide by there is no data."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """A team's needs are the skills that its tasks of the last 90 days call for. ``held`` are those that a
    member holds, ``held_by_one`` those that just one does. ``calls``: a task counts once for each skill that
    it calls for. ``pairs_held``: of all pairs of a member and a need, those where the member holds it.
    """

    members: int
    needs: int
    held: int
    held_by_one: int
    calls: int
    calls_held: int
    calls_inferred: int
    pairs_held: int


class Coverage(NamedTuple):
    """Shares from 0 to 1, None for no data: of the needs, each counting alike, those that somebody holds; the
    same with each need counting as often as tasks call for it; of the pairs of a member and a need, those
    held; of the calls, those that no tag says but were inferred.
    """

    of_needs: float | None
    of_tasks: float | None
    of_members: float | None
    inferred: float | None


def coverage_of(counted: Counted) -> Coverage:
    """A team without needs has no coverage; one with needs and without members covers none of them."""
    return Coverage(
        _share(counted.held, counted.needs),
        _share(counted.calls_held, counted.calls),
        _share(counted.pairs_held, counted.members * counted.needs),
        _share(counted.calls_inferred, counted.calls),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
