"""What may happen to a follow-up: pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.assessments.assessment import State
from coaching.assessments.follow_up import FollowUp
from coaching.follow_ups.following_up import (
    today_in,
    with_follow_up,
    with_follow_up_done,
    without_follow_up,
)
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW

TODAY = NOW.date()
PRAISE = FollowUp("recognise", "manager", TODAY)
FOLLOWED = with_follow_up(AN_ASSESSMENT, PRAISE, TODAY)
DONE = with_follow_up_done(FOLLOWED, NOW)


@pytest.mark.parametrize("state", sorted(set(State) - {State.CLOSED_INCOMPLETE}))
def test_it_is_set_whatever_the_state_even_once_completed(state: State) -> None:
    changed = with_follow_up(replace(AN_ASSESSMENT, state=state), PRAISE, TODAY)
    assert (changed.follow_up, changed.revision, changed.state) == (PRAISE, 2, state)


def test_the_same_one_again_changes_nothing_even_when_its_day_is_over() -> None:
    assert with_follow_up(FOLLOWED, PRAISE, TODAY + timedelta(days=3)) is FOLLOWED


def test_another_one_takes_its_place_also_when_it_was_done() -> None:
    changed = with_follow_up(DONE, PRAISE, TODAY)
    assert (changed.follow_up, changed.revision) == (PRAISE, 4)


def test_it_is_done_once() -> None:
    assert DONE.follow_up is not None
    assert (DONE.follow_up.done_at, DONE.revision) == (NOW, 3)
    with pytest.raises(Refusal) as caught:
        with_follow_up_done(DONE, NOW)
    assert caught.value.code == "follow-up-done"


def test_it_is_dropped_and_then_there_is_none() -> None:
    dropped = without_follow_up(FOLLOWED)
    assert (dropped.follow_up, dropped.revision) == (None, 3)
    for change in (without_follow_up, lambda each: with_follow_up_done(each, NOW)):
        with pytest.raises(Refusal) as caught:
            change(dropped)
        assert caught.value.code == "no-follow-up"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"owner_id": "agent"}, "own-trainee", "owner_id"),
        ({"due_on": TODAY - timedelta(days=1)}, "due-in-the-past", "due_on"),
    ],
)
def test_one_that_nobody_could_do_is_refused(change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        with_follow_up(AN_ASSESSMENT, replace(PRAISE, **change), TODAY)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)


def test_after_closing_without_an_outcome_there_is_nothing_to_follow_up() -> None:
    closed = replace(FOLLOWED, state=State.CLOSED_INCOMPLETE)
    with pytest.raises(Refusal) as caught:
        with_follow_up(closed, PRAISE, TODAY)
    assert caught.value.code == "closed-incomplete"
    assert without_follow_up(closed).follow_up is None
    assert with_follow_up_done(closed, NOW).follow_up is not None


def test_today_is_a_day_of_the_owners_calendar() -> None:
    night = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert today_in("Asia/Tokyo", night) == date(2026, 3, 2)
    assert today_in("America/New_York", night) == date(2026, 3, 1)
    for unknown in ("", "Nowhere/At_all", "../etc"):
        assert today_in(unknown, night) == date(2026, 3, 1)
