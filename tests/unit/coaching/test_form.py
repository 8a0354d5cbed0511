"""Saving what a coach writes: pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching.assessments.assessment import CLOSED, Assessment, State
from coaching.assessments.form import Form, fields_changed, save
from coaching.surveys.survey import SurveyRef
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW

FREE = replace(AN_ASSESSMENT, survey_id=None, survey_version=None, survey_required=False, survey_locked=False)
SCORED, _ = AN_ASSESSMENT.surveyed(82, "good", NOW)
SQL = SkillToAdd(skill_id="sql", level=2)
TONE = SurveyRef("tone", 3)


def test_the_first_save_starts_the_work_and_the_next_does_not() -> None:
    saved, (started,) = save(FREE, Form(comments="hm"), NOW)
    assert (saved.state, saved.started_at, saved.revision) == (State.WORK_IN_PROGRESS, NOW, 2)
    assert (started.TYPE, started.revision) == ("assessment.started.v1", 2)
    again, events = save(saved, Form(rating="good"), NOW)
    assert (again.revision, again.comments, again.rating, events) == (3, "hm", "good", ())


def test_saving_what_is_there_already_changes_nothing() -> None:
    saved, _ = save(FREE, Form(comments="hm", skills_to_add=(SQL,)), NOW)
    for form in (Form(), Form(comments="hm"), Form(skills_to_add=(SQL,), training=(), due_at=FREE.due_at)):
        assert save(saved, form, NOW) == (saved, ())
    assert save(FREE, Form(), NOW) == (FREE, ())


def test_only_what_is_given_changes_and_null_empties_it() -> None:
    full, _ = save(FREE, Form(comments="hm", rating="poor", skills_to_add=(SQL,), training=("c",)), NOW)
    assert fields_changed(FREE, full) == ["rating", "comments", "skills_to_add", "training"]
    emptied, _ = save(full, Form(comments=None, rating=None), NOW)
    assert (emptied.comments, emptied.rating, emptied.skills_to_add) == (None, None, (SQL,))
    assert fields_changed(full, emptied) == ["rating", "comments"]


def test_a_new_due_date_lies_ahead_and_is_warned_of_again() -> None:
    warned = replace(FREE, warned_at=NOW)
    saved, _ = save(warned, Form(due_at=NOW + timedelta(days=1)), NOW)
    assert (saved.due_at, saved.warned_at) == (NOW + timedelta(days=1), None)
    for due_at, code in ((NOW, "due-in-the-past"), (None, "due-missing")):
        with pytest.raises(Refusal) as caught:
            save(warned, Form(due_at=due_at), NOW)
        assert (caught.value.code, caught.value.field) == (code, "due_at")


def test_an_overdue_one_is_saved_with_the_due_date_that_it_has() -> None:
    saved, _ = save(FREE, Form(due_at=FREE.due_at, comments="late"), FREE.due_at + timedelta(days=1))
    assert saved.comments == "late"


@pytest.mark.parametrize("assessment", [SCORED, AN_ASSESSMENT])
def test_a_rating_by_hand_is_refused_where_the_survey_gives_it(assessment: Assessment) -> None:
    with pytest.raises(Refusal) as caught:
        save(assessment, Form(rating="excellent"), NOW)
    assert (caught.value.code, caught.value.field) == ("rating-from-survey", "rating")


def test_the_rating_that_the_survey_gave_may_be_sent_back() -> None:
    saved, _ = save(SCORED, Form(rating="good", comments="hm"), NOW)
    assert (saved.rating, saved.score) == ("good", 82)


def test_where_no_survey_was_brought_the_coach_chooses_one_or_none() -> None:
    chosen, _ = save(FREE, Form(survey=TONE), NOW)
    assert (chosen.survey_id, chosen.survey_version) == ("tone", 3)
    assert save(chosen, Form(survey=SurveyRef("tone", 4)), NOW) == (chosen, ())
    without, _ = save(replace(chosen, survey_required=True), Form(survey=None), NOW)
    assert (without.survey_id, without.survey_required) == (None, False)


@pytest.mark.parametrize("survey", [TONE, None])
def test_a_survey_that_the_opportunity_brought_stays(survey: SurveyRef | None) -> None:
    with pytest.raises(Refusal) as caught:
        save(AN_ASSESSMENT, Form(survey=survey), NOW)
    assert caught.value.code == "survey-locked"


def test_a_survey_that_was_taken_is_replaced_by_taking_another() -> None:
    with pytest.raises(Refusal) as caught:
        save(replace(SCORED, survey_locked=False), Form(survey=TONE), NOW)
    assert (caught.value.code, caught.value.field) == ("survey-taken", "survey_id")


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_nothing_of_a_closed_one_can_be_saved(state: State) -> None:
    with pytest.raises(Refusal, match="nothing of it can be changed"):
        save(replace(FREE, state=state), Form(comments="late"), NOW)
