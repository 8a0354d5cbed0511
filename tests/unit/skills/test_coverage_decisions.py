"""Which shares a team's needs and its members' skills come to."""

from __future__ import annotations

from skills.coverage.coverage import Counted, Coverage, coverage_of

NOTHING = Counted(0, 0, 0, 0, 0, 0, 0, 0)


def test_a_need_counts_once_by_itself_and_as_often_as_tasks_call_for_it_by_tasks() -> None:
    counted = Counted(
        members=4, needs=2, held=1, held_by_one=0, calls=100, calls_held=90, calls_inferred=25, pairs_held=3
    )
    assert coverage_of(counted) == Coverage(of_needs=0.5, of_tasks=0.9, of_members=3 / 8, inferred=0.25)


def test_a_team_that_needs_nothing_has_no_coverage_rather_than_none_or_all() -> None:
    assert coverage_of(NOTHING._replace(members=4)) == Coverage(None, None, None, None)


def test_without_members_needs_are_not_covered_and_of_members_there_is_no_data() -> None:
    counted = NOTHING._replace(needs=2, calls=7)
    assert coverage_of(counted) == Coverage(of_needs=0, of_tasks=0, of_members=None, inferred=0)
