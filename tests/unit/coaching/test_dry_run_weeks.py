"""Weeks of a dry run: from Monday, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coaching.dry_runs.looked_at import monday_of, week_at
from coaching.workload.workload import week_of

MOMENTS = st.integers(600_000_000, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(MOMENTS)
def test_a_moment_lies_in_the_week_that_capacity_counts_it_in(moment: datetime) -> None:
    monday = datetime.fromtimestamp(monday_of(week_at(moment.timestamp())), UTC)
    assert monday == week_of(moment)
    assert monday <= moment < monday + timedelta(days=7)
