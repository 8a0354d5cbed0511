"""Another coach, closing without an outcome, and reopening, over HTTP."""

from __future__ import annotations

from tests.integration.coaching.calls import field_of, opened
from touchline_contracts.coaching import (
    AssessmentClosedIncomplete,
    AssessmentCompleted,
    AssessmentReassigned,
    AssessmentReopened,
    AssessmentResolved,
    SkillToAdd,
)
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database


async def test_a_manager_gives_an_assessment_to_another_coach_who_goes_on(
    database: Database, coaching: Api
) -> None:
    id, manager, coach = await opened(database), coaching.as_("manager"), coaching.as_("coach")
    assert (await coach.post(f"/assessments/{id}/complete", json={})).status_code == 403
    given = await manager.post(f"/assessments/{id}/reassign", json={"coach_id": "coach"})
    assert (given.status_code, given.json()["coach_id"]) == (200, "coach")
    *_, event = await outbox_of(database)
    assert isinstance(event, AssessmentReassigned)
    assert event.coach_id == "coach"
    mine = (await coach.get("/assessments?coach=coach")).json()["items"]
    assert [each["id"] for each in mine] == [id]
    assert (await coach.post(f"/assessments/{id}/complete", json={})).status_code == 200


async def test_a_coach_must_be_an_active_person_and_not_the_trainee(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    for coach_id, code in (("agent", "own-trainee"), ("nobody-of-that-name", "unknown-coach")):
        answer = await manager.post(f"/assessments/{id}/reassign", json={"coach_id": coach_id})
        assert (field_of(answer), answer.json()["type"]) == ("coach_id", f"/problems/{code}")
    assert (
        await coaching.as_("agent").post(f"/assessments/{id}/reassign", json={"coach_id": "coach"})
    ).status_code == 403


async def test_closed_incomplete_it_says_why_and_awards_nothing(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    assert field_of(await manager.post(f"/assessments/{id}/close", json={"reason": " "})) == "reason"
    assert field_of(await manager.post(f"/assessments/{id}/close", json={})) == "reason"
    assert (
        await coaching.as_("coach").post(f"/assessments/{id}/close", json={"reason": "x"})
    ).status_code == 403
    closed = (await manager.post(f"/assessments/{id}/close", json={"reason": "left the team"})).json()
    assert (closed["state"], closed["closed_reason"]) == ("closed_incomplete", "left the team")
    *_, event = await outbox_of(database)
    assert isinstance(event, AssessmentClosedIncomplete)
    again = await manager.post(f"/assessments/{id}/close", json={"reason": "x"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/assessment-closed")


async def test_reopened_and_completed_again_it_tells_all_that_it_names_now(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    sql = {"skill_id": "sql", "level": 2}
    first = {"skills_to_add": [sql], "training": ["course-1"]}
    await manager.post(f"/assessments/{id}/complete", json=first)
    early = await manager.post(f"/assessments/{id}/reopen", json={"reason": " "})
    assert field_of(early) == "reason"
    reopened = (await manager.post(f"/assessments/{id}/reopen", json={"reason": "more to say"})).json()
    assert reopened["state"] == "open"
    assert isinstance((await outbox_of(database))[-1], AssessmentReopened)
    refused = await manager.post(f"/assessments/{id}/reopen", json={"reason": "more"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-closed")
    second = {"skills_to_add": [sql, {"skill_id": "tone"}], "training": ["course-1"]}
    done = (await manager.post(f"/assessments/{id}/complete", json=second)).json()
    assert [skill["skill_id"] for skill in done["skills_to_add"]] == ["sql", "tone"]
    *_, resolved, completed = await outbox_of(database)
    assert isinstance(resolved, AssessmentResolved)
    assert isinstance(completed, AssessmentCompleted)
    assert resolved.training == ("course-1",)
    assert completed.skills == (SkillToAdd(skill_id="sql", level=2), SkillToAdd(skill_id="tone"))
