"""What an assessment weighs in its coach's queue, and in words what for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coaching.conditions.fields import minutes_to_resolve, rating_fraction
from touchline_contracts.tasks import TaskEvent

MINUTES_A_DAY = 24 * 60
ALWAYS_COACHED = 20
NEW_SKILL = 30
# the first that a priority's name contains counts
PRIORITIES = (
    (30, ("critical", "blocker", "urgent", "highest")),
    (20, ("high", "major")),
)
# below this part of the rating's scale
RATINGS = ((0.25, 50), (0.5, 35), (0.75, 20))
DAYS_TO_RESOLVE = ((30, 20), (7, 15), (3, 10))
MINUTES_OF_INTERACTION = ((30, 15), (10, 10))
MOST_FOR_REOPENING = 30
THIN_NOTES = 40


class Importance(NamedTuple):
    """``points`` are the sum of those named at the end of each reason in ``why``, the weightiest first."""

    points: int = 0
    why: tuple[str, ...] = ()


NONE = Importance()


def of_task(task: TaskEvent, *, always_coached: bool = False) -> Importance:
    """The importance of looking at this task; ``always_coached``: the opportunity names the trainee."""
    found = list(_reasons(task))
    if always_coached:
        found.append((ALWAYS_COACHED, "coached whatever the sampling"))
    return _weighed(found)


def of_new_skill(skill_id: str) -> Importance:
    """The importance of looking at how a skill that was just given is used."""
    return _weighed([(NEW_SKILL, f"was given the skill {skill_id}")])


def _weighed(reasons: list[tuple[int, str]]) -> Importance:
    reasons.sort(key=lambda reason: -reason[0])
    return Importance(
        sum(points for points, _ in reasons), tuple(f"{words} (+{points})" for points, words in reasons)
    )


def _reasons(task: TaskEvent) -> Iterator[tuple[int, str]]:
    yield from _of_rating(task)
    if task.sla_breached:
        yield 30, "service level missed"
    if task.priority:
        yield from _of_priority(task.priority)
    if task.reopen_count:
        times = "once" if task.reopen_count == 1 else f"{task.reopen_count} times"
        yield min(15 * task.reopen_count, MOST_FOR_REOPENING), f"reopened {times}"
    yield from _of_time(task)
    if task.closed_at is not None and task.kind != "interaction" and _thin(task):
        yield 5, "resolution notes are thin"


def _thin(task: TaskEvent) -> bool:
    return len(task.resolution_notes.strip()) < THIN_NOTES


def _of_rating(task: TaskEvent) -> Iterator[tuple[int, str]]:
    rating, fraction = task.rating, rating_fraction(task)
    if rating is None or fraction is None:
        return
    for limit, points in RATINGS:
        if fraction < limit:
            yield points, f"customer gave {rating.value:g} of {rating.scale_max:g}"
            return


def _of_priority(priority: str) -> Iterator[tuple[int, str]]:
    given = priority.lower()
    for points, names in PRIORITIES:
        if any(name in given for name in names):
            yield points, f"priority {given}"
            return


def _of_time(task: TaskEvent) -> Iterator[tuple[int, str]]:
    minutes = minutes_to_resolve(task)
    if minutes is not None and task.kind != "interaction":
        days = minutes / MINUTES_A_DAY
        for limit, points in DAYS_TO_RESOLVE:
            if days > limit:
                yield points, f"took {days:.0f} days to resolve"
                return
    if task.kind == "interaction" and task.handle_minutes is not None:
        for limit, points in MINUTES_OF_INTERACTION:
            if task.handle_minutes > limit:
                yield points, f"interaction of {task.handle_minutes:.0f} minutes"
                return
