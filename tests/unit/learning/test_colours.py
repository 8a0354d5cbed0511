"""The colour of a learning task."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from learning.learning_tasks.colour import colour, zone_of
from learning.learning_tasks.learning_task import State

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-1, "red"), (0, "red"), (1, "yellow"), (14, "yellow"), (15, "green"), (200, "green")],
)
def test_red_is_overdue_yellow_is_today_and_green_is_later(hours: int, expected: str) -> None:
    assert colour("assigned", NOW + timedelta(hours=hours), NOW) == expected


def test_today_is_the_persons_day() -> None:
    due = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert colour("in_progress", due, NOW, zone_of("Europe/Berlin")) == "yellow"
    assert colour("in_progress", due, NOW, zone_of("Asia/Tokyo")) == "green"


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_a_closed_task_has_no_colour(state: State) -> None:
    assert colour(state, NOW - timedelta(days=1), NOW) is None


@pytest.mark.parametrize("name", [None, "", "Nowhere/Land", "../etc/passwd", "x" * 900])
def test_an_unknown_time_zone_counts_as_utc(name: str | None) -> None:
    assert str(zone_of(name)) == "UTC"
