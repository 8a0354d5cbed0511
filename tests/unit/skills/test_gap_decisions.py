"""When too few hold what tasks call for, and which of that is the most urgent."""

from __future__ import annotations

import pytest

from skills.gaps.gap import Gap, Held, Need, Step, by_level, called, gap_of, urgency

STARS = (Step(2, "Bronze"), Step(5, "Silver"), Step(9, "Gold"))


def a_need(
    tasks: int, holders: int, members: int = 10, all_tasks: int = 100, skill_id: str = "refunds"
) -> Need:
    return Need("payments", skill_id, skill_id, tasks, 0, 0, all_tasks, members, (2,) * holders, STARS)


@pytest.mark.parametrize(
    ("need", "gap"),
    [
        # four tenths of the tasks: four of ten
        (a_need(tasks=40, holders=4), Gap(wanted=4, shortage=0, short_tasks=0)),
        (a_need(tasks=40, holders=1), Gap(wanted=4, shortage=3, short_tasks=30)),
        (a_need(tasks=41, holders=4), Gap(wanted=5, shortage=1, short_tasks=9)),
        (a_need(tasks=40, holders=9), Gap(wanted=4, shortage=0, short_tasks=0)),
        # one is the least, however rare the need
        (a_need(tasks=1, holders=0), Gap(wanted=1, shortage=1, short_tasks=1)),
        (a_need(tasks=100, holders=0), Gap(wanted=10, shortage=10, short_tasks=100)),
        # a task that names two skills merged since counts twice
        (a_need(tasks=150, holders=8), Gap(wanted=10, shortage=2, short_tasks=30)),
        (a_need(tasks=40, holders=0, members=0), Gap(wanted=1, shortage=1, short_tasks=40)),
        (a_need(tasks=3, holders=0, all_tasks=0), Gap(wanted=10, shortage=10, short_tasks=3)),
    ],
)
def test_enough_hold_a_skill_if_their_share_is_that_of_its_tasks(need: Need, gap: Gap) -> None:
    assert gap_of(need) == gap


def test_the_most_tasks_that_fall_short_come_first_and_then_the_most_tasks() -> None:
    rare = a_need(tasks=5, holders=0, skill_id="rare")
    half = a_need(tasks=40, holders=2, skill_id="half")
    held, more = a_need(tasks=20, holders=2, skill_id="held"), a_need(tasks=30, holders=3, skill_id="more")
    assert sorted([held, rare, more, half], key=urgency) == [half, rare, more, held]


def test_a_level_is_called_after_the_step_at_or_below_it() -> None:
    assert [called(STARS, level).name for level in (0, 2, 4, 5, 8, 9, 99)] == [
        "Bronze", "Bronze", "Bronze", "Silver", "Silver", "Gold", "Gold",
    ]  # fmt: skip


def test_each_step_is_told_with_its_holders_also_where_there_are_none() -> None:
    assert by_level(STARS, (2, 3, 9)) == [Held(2, "Bronze", 2), Held(5, "Silver", 0), Held(9, "Gold", 1)]
