"""Which snapshots of tasks count, and which skills they name."""

from __future__ import annotations

from skills.tasks.snapshots import skill_ids
from touchline_contracts.latest import latest
from touchline_runtime.testing.events import a_task_closed, a_task_opened


def test_the_newest_snapshot_of_each_task_counts() -> None:
    old, new = a_task_opened(revision=1), a_task_closed(revision=2)
    other = a_task_opened(number="CS0000")
    assert latest([new, old, other]) == [other, new]


def test_of_equal_revisions_the_later_one_counts() -> None:
    first, second = a_task_opened(revision=5), a_task_closed(revision=5)
    assert latest([first, second]) == [second]


def test_a_task_names_each_skill_once() -> None:
    assert skill_ids(a_task_opened(skills=("Card Payments", "refunds", "card-payments", "!"))) == [
        "card-payments",
        "refunds",
    ]
