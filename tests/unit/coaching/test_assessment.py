"""An assessment's decisions: given a state, a command produces events or is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coaching.assessments.assessment import CLOSED, State
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW

SCORED, _ = AN_ASSESSMENT.surveyed(82, "good", NOW)


def test_opening_tells_who_looks_at_whose_work_until_when() -> None:
    event = AN_ASSESSMENT.opened()
    assert (event.assessment_id, event.revision) == ("assessment-1", 1)
    assert (event.trainee_id, event.coach_id, event.task_number) == ("agent", "manager", "CS0001")
    assert event.due_at == AN_ASSESSMENT.due_at


def test_the_coachs_first_answers_start_the_work() -> None:
    changed, (started,) = AN_ASSESSMENT.surveyed(82, "good", NOW)
    assert (changed.state, changed.score, changed.rating) == (State.WORK_IN_PROGRESS, 82, "good")
    assert (started.TYPE, started.revision) == ("assessment.started.v1", 2)


def test_answering_again_changes_the_score_and_starts_nothing() -> None:
    changed, events = SCORED.surveyed(40, "poor", NOW)
    assert (changed.score, changed.rating, changed.revision) == (40, "poor", 3)
    assert events == ()


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_closed_assessment_refuses_every_change(state: State) -> None:
    closed = replace(SCORED, state=state)
    with pytest.raises(Refusal, match="nothing of it can be changed"):
        closed.surveyed(50, "poor", NOW)
    with pytest.raises(Refusal, match="nothing of it can be changed"):
        closed.with_survey("other", 1)


def test_a_survey_that_the_opportunity_brought_is_locked() -> None:
    with pytest.raises(Refusal) as caught:
        AN_ASSESSMENT.with_survey("other", 1)
    assert caught.value.code == "survey-locked"
    assert AN_ASSESSMENT.with_survey("quality", 3) is AN_ASSESSMENT


def test_a_coach_may_choose_a_survey_where_none_was_brought() -> None:
    free = replace(AN_ASSESSMENT, survey_id=None, survey_version=None, survey_locked=False)
    chosen = free.with_survey("other", 4)
    assert (chosen.survey_id, chosen.survey_version) == ("other", 4)
