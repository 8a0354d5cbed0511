"""What happens to an assessment besides being completed: pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching.assessments.assessment import CLOSED, Assessment, State
from coaching.assessments.changes import close_incomplete, reassign, reopen
from coaching.assessments.concluding import complete, resolve
from coaching.assessments.form import Form
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_contracts.coaching import AssessmentCompleted, AssessmentResolved, SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW

SQL, TONE = SkillToAdd(skill_id="sql", level=2), SkillToAdd(skill_id="tone")
SCORED, _ = AN_ASSESSMENT.surveyed(82, "good", NOW)
LATER = NOW + timedelta(days=30)


def completed(
    skills: tuple[SkillToAdd, ...] = (SQL,), training: tuple[str, ...] = ("course-1",)
) -> Assessment:
    """The scored assessment, closed complete."""
    return complete(SCORED, "manager", Form(skills_to_add=skills, training=training), NOW)[0]


def test_another_coach_takes_over() -> None:
    changed, event = reassign(AN_ASSESSMENT, "lead")
    assert event is not None
    assert (changed.coach_id, changed.revision, event.coach_id, event.revision) == ("lead", 2, "lead", 2)


def test_the_same_coach_again_is_no_change() -> None:
    assert reassign(AN_ASSESSMENT, "manager") == (AN_ASSESSMENT, None)


def test_nobody_coaches_themselves() -> None:
    with pytest.raises(Refusal) as caught:
        reassign(AN_ASSESSMENT, "agent")
    assert caught.value.field == "coach_id"


def test_closed_without_an_outcome_it_awards_nothing_and_says_why() -> None:
    changed, event = close_incomplete(SCORED, "left the team", NOW)
    assert (changed.state, changed.closed_reason) == (State.CLOSED_INCOMPLETE, "left the team")
    assert (event.reason, event.revision) == ("left the team", 3)
    assert (changed.skills_to_add, changed.training) == ((), ())


def test_closed_without_an_outcome_it_still_says_the_training_that_left_when_it_was_resolved() -> None:
    resolved, _ = resolve(SCORED, "manager", Form(skills_to_add=(SQL,), training=("course-1",)), NOW)
    changed, _ = close_incomplete(resolved, "left the team", NOW)
    assert (changed.skills_to_add, changed.training) == ((), ("course-1",))


def test_reopened_it_goes_on_where_it_was() -> None:
    changed, event = reopen(completed(), "the customer called again", NOW)
    assert (changed.state, changed.closed_at, event.revision) == (State.WORK_IN_PROGRESS, None, 5)
    assert (changed.score, changed.rating, changed.due_at) == (82, "good", SCORED.due_at)
    untouched, _ = reopen(close_incomplete(AN_ASSESSMENT, "mistake", NOW)[0], "no mistake", NOW)
    assert (untouched.state, untouched.closed_reason) == (State.OPEN, None)


def test_reopened_after_its_due_date_it_is_due_in_a_week() -> None:
    changed, _ = reopen(completed(), "again", LATER)
    assert changed.due_at == LATER + timedelta(days=7)


def test_completed_again_it_tells_all_that_it_names_now() -> None:
    again, _ = reopen(completed(), "one more skill", NOW)
    form = Form(skills_to_add=(SQL, TONE), training=("course-1", "course-2"))
    closed, (resolved, done) = complete(again, "manager", form, NOW)
    assert isinstance(resolved, AssessmentResolved)
    assert isinstance(done, AssessmentCompleted)
    assert (resolved.training, done.skills) == (form["training"], form["skills_to_add"])
    assert (closed.revision, resolved.revision, done.revision) == (7, 6, 7)


def test_a_rating_by_hand_outlives_a_survey_without_a_score() -> None:
    by_hand = replace(AN_ASSESSMENT, rating="good")
    assert by_hand.surveyed(None, None, NOW)[0].rating == "good"
    assert SCORED.surveyed(None, None, NOW)[0].rating is None


@pytest.mark.parametrize("state", sorted(set(State) - CLOSED))
def test_what_is_not_closed_cannot_be_reopened(state: State) -> None:
    with pytest.raises(Refusal) as caught:
        reopen(replace(SCORED, state=state), "again", NOW)
    assert caught.value.code == "not-closed"


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_what_is_closed_gets_no_other_coach_and_is_not_closed_again(state: State) -> None:
    with pytest.raises(Refusal, match="nothing of it can be changed"):
        reassign(replace(SCORED, state=state), "lead")
    with pytest.raises(Refusal, match="nothing of it can be changed"):
        close_incomplete(replace(SCORED, state=state), "again", NOW)
