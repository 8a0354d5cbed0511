"""The trend by week: what was open at the end of each, and means of a kind at a time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from skills.overview.weeks import ONE_WEEK, Counted, Mean, means, monday_of, open_now, trend

MONDAY = date(2026, 3, 2)
KINDS = ("incident", "case")


def test_a_week_begins_on_monday() -> None:
    assert [monday_of(MONDAY + timedelta(days=n)) for n in (0, 6, 7)] == [MONDAY, MONDAY, MONDAY + ONE_WEEK]


def test_the_means_of_kinds_stay_apart_and_a_kind_without_tasks_has_none() -> None:
    counted = [Counted(MONDAY, "case", inferred, 0, 1, 1, 7200) for inferred in (True, False)]
    assert means(counted, KINDS) == [Mean("incident", None, 0), Mean("case", 2.0, 2)]


@given(
    st.lists(
        st.builds(
            Counted,
            st.integers(0, 9).map(lambda n: MONDAY + n * ONE_WEEK),
            st.sampled_from(KINDS),
            st.booleans(),
            *(st.integers(0, 50) for _ in range(4)),
        )
    ),
    st.integers(0, 9),
)
def test_what_is_open_at_the_end_of_a_week_is_what_began_and_did_not_end_until_then(
    all_weeks: list[Counted], first: int
) -> None:
    """Also where only weeks from the first one shown are known, and all that is open now."""
    begin = MONDAY + first * ONE_WEEK
    shown = [one for one in all_weeks if one.week is not None and one.week >= begin]
    total = [one._replace(week=None) for one in all_weeks]
    weeks = trend([*shown, *total], begin, MONDAY + 9 * ONE_WEEK, KINDS)
    assert [week.monday for week in weeks] == [MONDAY + n * ONE_WEEK for n in range(first, 10)]
    for week in weeks:
        until = [one for one in all_weeks if one.week is not None and one.week <= week.monday]
        assert week.open == sum(one.opened - one.finished for one in until)
    assert weeks[-1].open == open_now(total)
