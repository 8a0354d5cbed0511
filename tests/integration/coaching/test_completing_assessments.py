"""Completing an assessment: what it awards, and when it is refused."""

from __future__ import annotations

import pytest

from tests.integration.coaching.calls import GOOD, field_of, opened
from touchline_contracts.coaching import AssessmentCompleted, AssessmentResolved, SkillToAdd
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database


async def test_trainees_neither_open_nor_complete_assessments(database: Database, coaching: Api) -> None:
    id = await opened(database)
    agent = coaching.as_("agent")
    assert (await agent.post("/assessments", json={"task_number": "CS0001"})).status_code == 403
    assert (await agent.post(f"/assessments/{id}/complete", json={})).status_code == 403


async def test_the_whole_way_from_survey_to_closed(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality", survey_required=True)
    manager = coaching.as_("manager")
    early = await manager.post(f"/assessments/{id}/complete", json={})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/survey-not-taken")
    taken = (
        await manager.post(f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD})
    ).json()
    assert (taken["state"], taken["rating"]) == ("work_in_progress", "good")
    assert taken["score"] == pytest.approx(100 * (2 * 0.75 + 3 * 1 + 2 * 0.75 + 1 * 0.5) / 8)
    outcome = {
        "skills_to_add": [{"skill_id": "sql", "level": 2}],
        "training": ["course-1"],
        "comments": "Well done",
    }
    closed = (await manager.post(f"/assessments/{id}/complete", json=outcome)).json()
    assert (closed["state"], closed["training"], closed["comments"]) == (
        "closed_complete",
        ["course-1"],
        "Well done",
    )
    *_, resolved, completed = await outbox_of(database)
    assert isinstance(resolved, AssessmentResolved)
    assert isinstance(completed, AssessmentCompleted)
    assert resolved.training == ("course-1",)
    assert completed.skills == (SkillToAdd(skill_id="sql", level=2),)
    assert [event.revision for event in (resolved, completed)] == [3, 4]


async def test_completing_twice_is_refused_and_awards_nothing_more(database: Database, coaching: Api) -> None:
    id = await opened(database)
    manager = coaching.as_("manager")
    assert (await manager.post(f"/assessments/{id}/complete", json={})).status_code == 200
    before = len(await outbox_of(database))
    again = await manager.post(f"/assessments/{id}/complete", json={})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/assessment-closed")
    answers = {"taken_by": "coach", "answers": GOOD, "survey_id": "default-quality"}
    assert (await manager.post(f"/assessments/{id}/survey", json=answers)).status_code == 409
    assert len(await outbox_of(database)) == before


async def test_an_assessment_without_survey_is_rated_by_hand(database: Database, coaching: Api) -> None:
    id = await opened(database)
    closed = await coaching.as_("manager").post(f"/assessments/{id}/complete", json={"rating": "poor"})
    assert (closed.json()["rating"], closed.json()["score"]) == ("poor", None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rating": "superb"}, "rating"),
        ({"skills_to_add": [{"skill_id": "sql"}, {"skill_id": "sql"}]}, "skills_to_add.1.skill_id"),
        ({"skills_to_add": [{"skill_id": "sql", "level": -1}]}, "skills_to_add.0.level"),
        ({"training": [""]}, "training.0"),
        ({"rating": "good", "mood": "fine"}, "mood"),
    ],
)
async def test_an_outcome_that_makes_no_sense_is_refused_by_name(
    database: Database, coaching: Api, body: dict[str, object], field: str
) -> None:
    id = await opened(database)
    assert field_of(await coaching.as_("manager").post(f"/assessments/{id}/complete", json=body)) == field


async def test_a_rating_by_hand_beside_the_surveys_is_refused(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    manager = coaching.as_("manager")
    await manager.post(f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD})
    assert (
        field_of(await manager.post(f"/assessments/{id}/complete", json={"rating": "excellent"})) == "rating"
    )
