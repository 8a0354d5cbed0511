"""Resolving and completing: the training leaves once, then the skills, whichever way it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.assessments.assessment import CLOSED, State
from coaching.assessments.changes import close_incomplete, reopen
from coaching.assessments.concluding import complete, resolve
from coaching.assessments.form import Form, save
from tests.unit.coaching.examples import AN_ASSESSMENT
from touchline_contracts.coaching import AssessmentCompleted, AssessmentResolved, SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_runtime.testing.databases import NOW

SQL = SkillToAdd(skill_id="sql", level=2)
BOTH = Form(skills_to_add=(SQL,), training=("course-1",))
FREE = replace(AN_ASSESSMENT, survey_required=False)
SCORED, _ = AN_ASSESSMENT.surveyed(82, "good", NOW)
RESOLVED, _training = resolve(SCORED, "manager", BOTH, NOW)


def test_completing_passes_through_resolved_with_the_training_and_closes_with_the_skills() -> None:
    closed, (resolved, completed) = complete(SCORED, "manager", BOTH, NOW)
    assert isinstance(resolved, AssessmentResolved)
    assert isinstance(completed, AssessmentCompleted)
    assert closed.state is State.CLOSED_COMPLETE
    assert (resolved.revision, resolved.training) == (3, ("course-1",))
    assert (completed.revision, completed.skills) == (4, (SQL,))
    assert (completed.score, completed.rating, completed.decided_by) == (82, "good", "manager")
    assert (closed.revision, closed.resolved_at, closed.closed_at) == (4, NOW, NOW)


def test_what_was_saved_is_what_completing_tells_unless_it_says_otherwise() -> None:
    saved, _ = save(SCORED, BOTH, NOW)
    _, (resolved, completed) = complete(saved, "manager", Form(), NOW)
    assert isinstance(resolved, AssessmentResolved)
    assert isinstance(completed, AssessmentCompleted)
    assert (resolved.training, completed.skills) == (("course-1",), (SQL,))
    closed, _ = complete(saved, "manager", Form(skills_to_add=(), comments="done"), NOW)
    assert (closed.skills_to_add, closed.training, closed.comments) == ((), ("course-1",), "done")


def test_resolved_it_rests_with_its_training_out_and_its_skills_kept() -> None:
    resolved, event = resolve(SCORED, "manager", BOTH, NOW)
    assert (resolved.state, resolved.resolved_at, resolved.closed_at) == (State.RESOLVED, NOW, None)
    assert (event.training, event.revision, resolved.skills_to_add) == (("course-1",), 3, (SQL,))


def test_completed_from_resolved_its_training_does_not_leave_again() -> None:
    closed, events = complete(RESOLVED, "manager", Form(), NOW)
    assert [event.TYPE for event in events] == ["assessment.completed.v1"]
    assert (closed.revision, closed.training) == (4, ("course-1",))


def test_once_resolved_the_training_stays_and_the_rest_may_change() -> None:
    with pytest.raises(Refusal, match="name more training then") as caught:
        complete(RESOLVED, "manager", Form(training=("course-2",)), NOW)
    assert (caught.value.code, caught.value.field) == ("training-assigned", "training")
    with pytest.raises(Refusal, match="name more training then"):
        save(RESOLVED, Form(training=()), NOW)
    saved, events = save(RESOLVED, Form(training=("course-1",), skills_to_add=(), comments="soon"), NOW)
    assert (saved.state, saved.skills_to_add, events) == (State.RESOLVED, (), ())


def test_it_is_resolved_once() -> None:
    with pytest.raises(Refusal) as caught:
        resolve(RESOLVED, "manager", Form(), NOW)
    assert caught.value.code == "already-resolved"


def test_concluding_is_refused_while_a_required_survey_is_not_taken() -> None:
    for conclude in (resolve, complete):
        with pytest.raises(Refusal, match="take it first") as caught:
            conclude(AN_ASSESSMENT, "manager", Form(rating="good"), NOW)
        assert (caught.value.code, caught.value.field) == ("survey-not-taken", None)


def test_an_optional_survey_may_be_skipped_and_rated_by_hand() -> None:
    closed, (_, completed) = complete(FREE, "manager", Form(rating="average"), NOW)
    assert isinstance(completed, AssessmentCompleted)
    assert (closed.rating, completed.rating, completed.score) == ("average", "average", None)


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_closed_one_is_neither_resolved_nor_completed(state: State) -> None:
    for conclude in (resolve, complete):
        with pytest.raises(Refusal, match="nothing of it can be changed"):
            conclude(replace(SCORED, state=state), "manager", Form(), NOW)


@given(st.lists(st.sampled_from(["save", "resolve", "complete", "close", "reopen"]), max_size=12))
def test_training_leaves_once_and_skills_once_between_two_openings(steps: list[str]) -> None:
    now, told, revisions = FREE, [""], [FREE.revision]
    for step in steps:
        try:
            if step == "save":
                now, _ = save(now, Form(comments=str(now.revision)), NOW)
            elif step == "resolve":
                now, event = resolve(now, "manager", Form(), NOW)
                told[-1] += event.TYPE[11]
            elif step == "complete":
                now, events = complete(now, "manager", Form(), NOW)
                told[-1] += "".join(each.TYPE[11] for each in events)
            elif step == "close":
                now, _ = close_incomplete(now, "left", NOW)
            else:
                now, _ = reopen(now, "again", NOW)
                told.append("")
        except Refusal:
            continue
        revisions.append(now.revision)
    assert set(told) <= {"", "r", "rc"}
    assert revisions == sorted(set(revisions))
