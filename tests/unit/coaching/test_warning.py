"""The warning before an assessment expires."""

from __future__ import annotations

from dataclasses import replace

from coaching.assessments.assessment import Assessment, State
from coaching.assessments.changes import close_incomplete, reopen
from coaching.assessments.warning import POINTS, warn, without_warning
from coaching.main import SERVICE, CoachingSettings, service
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_runtime.testing.databases import NOW

GIVEN = replace(AN_ASSESSMENT, points=40, why=("rated 1 of 5",))


def test_a_warning_puts_it_to_the_front_of_the_queue_and_says_why() -> None:
    warned, event = warn(GIVEN, NOW)
    assert (warned.points, warned.why) == (40 + POINTS, ("about to expire (+100)", "rated 1 of 5"))
    assert (event.revision, event.due_at) == (GIVEN.revision + 1, GIVEN.due_at)


def test_a_warning_is_taken_back_without_a_trace_and_only_once() -> None:
    warned, _ = warn(GIVEN, NOW)
    back = without_warning(warned)
    assert replace(back, revision=GIVEN.revision) == GIVEN
    assert without_warning(back) == back


def test_reopening_takes_the_warning_back() -> None:
    closed, _ = close_incomplete(warn(GIVEN, NOW)[0], "expired", GIVEN.due_at)
    reopened, _ = reopen(closed, "There is time now", GIVEN.due_at)
    assert (reopened.state, reopened.warned_at, reopened.points) == (State.OPEN, None, 40)
    assert isinstance(reopened, Assessment)


def test_expiry_can_be_switched_off() -> None:
    def schedules(expire: bool) -> list[str]:
        return [each.name for each in service(CoachingSettings(assessments_expire=expire)).schedules]

    assert [schedule.name for schedule in SERVICE.schedules] == ["expire_assessments"]
    assert "expire_assessments" in schedules(True)
    assert "expire_assessments" not in schedules(False)
