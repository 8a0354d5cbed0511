"""How far what a team holds of a skill falls short of what its tasks call for: pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """A level of a level type."""

    value: int
    name: str


class Held(NamedTuple):
    """So many hold a skill at this level."""

    value: int
    name: str
    holders: int


class Need(NamedTuple):
    """A skill that a team's tasks call for. ``tasks`` were opened in the last 90 days, of which ``inferred``
    do not name the skill; ``open`` are open now. ``all_tasks`` of the team call for some skill.
    ``levels``: of the active members who hold it, at a level that will do.
    """

    team_id: str
    skill_id: str
    name: str
    tasks: int
    inferred: int
    open: int
    all_tasks: int
    members: int
    levels: tuple[int, ...]
    steps: tuple[Step, ...]


class Gap(NamedTuple):
    """``wanted`` hold the skill where there are enough, ``shortage`` more than do; ``short_tasks``: those of
    the tasks that fall to them.
    """

    wanted: int
    shortage: int
    short_tasks: int


def gap_of(need: Need) -> Gap:
    """Enough hold a skill if their share of the members is at least that of the tasks that call for it among
    all that call for some skill, so that no holder has more tasks than one member has on the average. One is
    the least, and all members the most, but for a team that has none.
    """
    by_work = -(-need.members * need.tasks // max(need.all_tasks, 1))
    wanted = max(1, min(by_work, need.members))
    shortage = max(0, wanted - len(need.levels))
    return Gap(wanted, shortage, -(-need.tasks * shortage // wanted))


def urgency(need: Need) -> tuple[int, int, str, str]:
    """The order of gaps: the most tasks that fall short first, of those alike the most tasks."""
    return -gap_of(need).short_tasks, -need.tasks, need.skill_id, need.team_id


def called(steps: Sequence[Step], level: int) -> Step:
    """The step that a held level is called after: the highest not above it, or the lowest."""
    return next((step for step in reversed(steps) if step.value <= level), steps[0])


def by_level(steps: Sequence[Step], levels: Iterable[int]) -> list[Held]:
    """How many hold it at each step, also at those where nobody does."""
    held = [called(steps, level) for level in levels]
    return [Held(*step, held.count(step)) for step in steps]
