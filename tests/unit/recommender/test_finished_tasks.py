"""What is kept of finished work, of whichever snapshots come together."""

from __future__ import annotations

from recommender.work.finished_task import latest_of
from touchline_runtime.testing.events import a_task_closed, a_task_reopened


def test_of_a_task_the_highest_revision_counts_in_whatever_order_they_come() -> None:
    closed, reopened = a_task_closed(revision=3), a_task_reopened(revision=4)
    assert latest_of([reopened, closed]) == latest_of([closed, reopened]) == latest_of([reopened])
    assert [one.finished for one in latest_of([reopened])] == [False]
    assert [one.finished for one in latest_of([reopened, a_task_closed(revision=5)])] == [True]


def test_tags_are_kept_once_and_as_ids_of_skills() -> None:
    [one] = latest_of([a_task_closed(skills=("Refunds", "refunds", "!", "Card Payments"))])
    assert one.skill_ids == ("card-payments", "refunds")
