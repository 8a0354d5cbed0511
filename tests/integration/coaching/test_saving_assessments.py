"""Saving what is written so far, resolving with the training, completing with the skills."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.calls import GOOD, field_of, opened
from touchline_contracts.coaching import (
    AssessmentCompleted,
    AssessmentResolved,
    AssessmentStarted,
    SkillToAdd,
)
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.transaction import Database

WRITTEN = {
    "comments": "Well done",
    "rating": "good",
    "skills_to_add": [{"skill_id": "sql", "level": 2}],
    "training": ["course-1"],
}


async def test_the_first_save_starts_the_work_and_publishes_nothing_else(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    saved = (await manager.patch(f"/assessments/{id}", json=WRITTEN)).json()
    assert (saved["state"], saved["revision"]) == ("work_in_progress", 2)
    assert (saved["comments"], saved["rating"], saved["training"]) == ("Well done", "good", ["course-1"])
    opening, event = await outbox_of(database)
    assert isinstance(event, AssessmentStarted)
    again = await manager.patch(f"/assessments/{id}", json=WRITTEN)
    assert (again.json(), again.headers["etag"]) == (saved, '"2"')
    cleared = (await manager.patch(f"/assessments/{id}", json={"rating": None})).json()
    assert cleared == saved | {"rating": None, "revision": 3}
    assert await outbox_of(database) == [opening, event]


async def test_what_was_saved_leaves_when_it_is_resolved_and_completed_and_only_once(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.patch(f"/assessments/{id}", json=WRITTEN)
    resolved = (await manager.post(f"/assessments/{id}/resolve")).json()
    assert (resolved["state"], resolved["closed_at"]) == ("resolved", None)
    assert resolved["resolved_at"] is not None
    closed = (await manager.post(f"/assessments/{id}/complete")).json()
    assert (closed["state"], closed["rating"]) == ("closed_complete", "good")
    *_, started, training, skills = await outbox_of(database)
    assert isinstance(started, AssessmentStarted)
    assert isinstance(training, AssessmentResolved)
    assert training.training == ("course-1",)
    assert isinstance(skills, AssessmentCompleted)
    assert skills.skills == (SkillToAdd(skill_id="sql", level=2),)


async def test_once_resolved_the_training_is_not_changed(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.post(f"/assessments/{id}/resolve", json={"training": ["course-1"]})
    for call in (manager.patch, manager.post):
        path = f"/assessments/{id}" + ("/complete" if call == manager.post else "")
        answer = await call(path, json={"training": ["course-2"]})
        assert (field_of(answer), answer.json()["type"]) == ("training", "/problems/training-assigned")
    again = await manager.post(f"/assessments/{id}/resolve", json={})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-resolved")


async def test_it_is_not_resolved_before_its_required_survey_is_taken(
    database: Database, coaching: Api
) -> None:
    id = await opened(database, survey_id="default-quality", survey_required=True)
    manager = coaching.as_("manager")
    early = await manager.post(f"/assessments/{id}/resolve", json={})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/survey-not-taken")
    await manager.post(f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD})
    assert (await manager.post(f"/assessments/{id}/resolve", json={})).json()["rating"] == "good"


async def test_a_resolved_one_that_is_closed_without_an_outcome_and_opened_again_goes_on(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.patch(f"/assessments/{id}", json=WRITTEN)
    await manager.post(f"/assessments/{id}/resolve", json={})
    closed = (await manager.post(f"/assessments/{id}/close", json={"reason": "left"})).json()
    assert (closed["skills_to_add"], closed["training"]) == ([], ["course-1"])
    reopened = (await manager.post(f"/assessments/{id}/reopen", json={"reason": "back"})).json()
    assert (reopened["state"], reopened["training"]) == ("work_in_progress", ["course-1"])
    assert (await manager.post(f"/assessments/{id}/complete", json={})).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"due_at": (NOW - timedelta(hours=1)).isoformat()}, "due_at", "due-in-the-past"),
        ({"due_at": None}, "due_at", "due-missing"),
        ({"due_at": "tomorrow"}, "due_at", "invalid"),
        ({"rating": "superb"}, "rating", "invalid"),
        ({"training": [""]}, "training.0", "invalid"),
        (
            {"skills_to_add": [{"skill_id": "a"}, {"skill_id": "a"}]},
            "skills_to_add.1.skill_id",
            "skill-twice",
        ),
        ({"survey_id": "unheard-of"}, "survey_id", "unknown-survey"),
        ({"comments": "x" * 1_000_000}, "comments", "invalid"),
        ({"state": "closed_complete"}, "state", "invalid"),
    ],
)
async def test_what_makes_no_sense_is_not_saved(
    database: Database, coaching: Api, body: dict[str, object], field: str, code: str
) -> None:
    id = await opened(database)
    answer = await coaching.as_("manager").patch(f"/assessments/{id}", json=body)
    assert (field_of(answer), answer.json()["type"]) == (field, f"/problems/{code}")


async def test_only_its_coach_or_an_admin_saves_and_resolves(database: Database, coaching: Api) -> None:
    id = await opened(database)
    for person in ("agent", "coach", "biller"):
        caller = coaching.as_(person)
        assert (await caller.patch(f"/assessments/{id}", json=WRITTEN)).status_code == 403
        assert (await caller.post(f"/assessments/{id}/resolve", json={})).status_code == 403
    assert (await coaching.as_("admin").patch(f"/assessments/{id}", json=WRITTEN)).status_code == 200
    assert (await coaching.as_("admin").patch("/assessments/none", json={})).status_code == 404


async def test_a_completed_assessment_is_not_saved(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.post(f"/assessments/{id}/complete", json={})
    for body in (WRITTEN, {}):
        answer = await manager.patch(f"/assessments/{id}", json=body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/assessment-closed")


async def test_one_opened_by_hand_takes_the_survey_that_its_coach_chooses(
    database: Database, coaching: Api
) -> None:
    triggered, manager = await opened(database), coaching.as_("manager")
    id = (await manager.post("/assessments", json={"task_number": "CS0001"})).json()["id"]
    chosen = (await manager.patch(f"/assessments/{id}", json={"survey_id": "default-quality"})).json()
    assert (chosen["survey_id"], chosen["survey_version"]) == ("default-quality", 1)
    taken = await manager.post(f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD})
    assert taken.json()["rating"] == "good"
    assert (await manager.get(f"/assessments/{id}")).json()["completed_by"] == "save"
    assert (await manager.get(f"/assessments/{triggered}")).json()["completed_by"] == "complete"


async def test_the_form_shows_its_task_and_who_reads_what_the_trainee_answers(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    shown = (await coaching.as_("agent").get(f"/assessments/{id}")).json()
    assert (shown["task"]["number"], shown["task"]["state"]) == ("CS0001", "closed")
    assert "at least five trainees" in shown["readers_of_trainee_survey"]
