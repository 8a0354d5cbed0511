"""The activity of an assessment: who did what, and what was said."""

from __future__ import annotations

from tests.integration.coaching.calls import GOOD, MINE, field_of, opened
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database


async def activity(coaching: Api, id: str, person: str = "manager") -> list[tuple[str, str | None]]:
    """Kind and person of each entry, the oldest first."""
    answer = await coaching.as_(person).get(f"/assessments/{id}/activity")
    assert answer.status_code == 200, answer.text
    return [(entry["kind"], entry["person_id"]) for entry in reversed(answer.json()["items"])]


async def test_one_that_a_trigger_opened_names_the_opportunity(database: Database, coaching: Api) -> None:
    id = await opened(database)
    (entry,) = (await coaching.as_("manager").get(f"/assessments/{id}/activity")).json()["items"]
    assert (entry["kind"], entry["person_id"], entry["text"]) == ("opened", None, "every-closed")


async def test_coach_trainee_and_managers_comment_and_others_do_not(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    for person in ("manager", "agent", "admin"):
        said = await coaching.as_(person).post(f"/assessments/{id}/comments", json={"text": f" {person} "})
        assert said.status_code == 204
    refused = await coaching.as_("biller").post(f"/assessments/{id}/comments", json={"text": "x"})
    assert refused.status_code == 403
    assert (await coaching.as_("biller").get(f"/assessments/{id}/activity")).status_code == 403
    entries = (await coaching.as_("agent").get(f"/assessments/{id}/activity")).json()["items"]
    assert [entry["text"] for entry in entries] == ["admin", "agent", "manager", "every-closed"]


async def test_a_comment_has_1_to_10000_characters(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    for text in ("", "  ", "x" * 10_001, None):
        assert field_of(await manager.post(f"/assessments/{id}/comments", json={"text": text})) == "text"
    assert (await manager.post("/assessments/none/comments", json={"text": "x"})).status_code == 404


async def test_activity_comes_in_pages_and_a_made_up_cursor_is_refused(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    for text in ("first", "second"):
        await manager.post(f"/assessments/{id}/comments", json={"text": text})
    page = (await manager.get(f"/assessments/{id}/activity?limit=2")).json()
    rest = (await manager.get(f"/assessments/{id}/activity?limit=2&after={page['next']}")).json()
    assert [entry["text"] for entry in page["items"]] == ["second", "first"]
    assert ([entry["kind"] for entry in rest["items"]], rest["next"]) == (["opened"], None)
    assert field_of(await manager.get(f"/assessments/{id}/activity?after=WyJ4Il0")) == "after"


async def test_one_opened_by_hand_says_who_opened_it(database: Database, coaching: Api) -> None:
    await opened(database)
    coach = coaching.as_("manager")
    id = (await coach.post("/assessments", json={"task_number": MINE["number"]})).json()["id"]
    assert await activity(coaching, id) == [("opened", "manager")]


async def test_all_that_happens_to_an_assessment_is_told_with_who_did_it(
    database: Database, coaching: Api
) -> None:
    id, manager, coach = await opened(database), coaching.as_("manager"), coaching.as_("coach")
    survey = {"taken_by": "coach", "answers": GOOD, "survey_id": "default-quality"}
    await manager.patch(f"/assessments/{id}", json={"comments": "hm", "training": ["course-1"]})
    await manager.patch(f"/assessments/{id}", json={"comments": "hm"})
    await manager.post(f"/assessments/{id}/survey", json=survey)
    await manager.post(f"/assessments/{id}/reassign", json={"coach_id": "coach"})
    await manager.post(f"/assessments/{id}/reassign", json={"coach_id": "coach"})
    await coach.post(f"/assessments/{id}/resolve", json={})
    await coach.post(f"/assessments/{id}/complete", json={"skills_to_add": [{"skill_id": "sql"}]})
    await coach.post(f"/assessments/{id}/reopen", json={"reason": "more"})
    await coach.post(f"/assessments/{id}/close", json={"reason": "left"})
    entries = (await manager.get(f"/assessments/{id}/activity")).json()["items"][::-1]
    assert [(entry["kind"], entry["person_id"], entry["text"]) for entry in entries[1:]] == [
        ("started", "manager", None),
        ("saved", "manager", None),
        ("survey_taken", "manager", None),
        ("reassigned", "manager", None),
        ("resolved", "coach", None),
        ("completed", "coach", None),
        ("reopened", "coach", "more"),
        ("closed_incomplete", "coach", "left"),
    ]
    details = {entry["kind"]: entry["details"] for entry in entries}
    assert details["saved"] == {"fields": ["comments", "training"]}
    assert details["reassigned"] == {"from": "manager", "to": "coach"}
    assert details["resolved"] == {"training": ["course-1"]}
    assert details["completed"] == {"rating": "good", "score": 81.25, "skills": ["sql"]}
    assert (details["survey_taken"]["taken_by"], details["survey_taken"]["score"]) == ("coach", 81.25)


async def test_what_a_trainee_answers_is_not_told(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    body = {"taken_by": "trainee", "answers": GOOD}
    await coaching.as_("agent").post(f"/assessments/{id}/survey", json=body)
    (entry, _) = (await coaching.as_("manager").get(f"/assessments/{id}/activity")).json()["items"]
    assert (entry["kind"], entry["person_id"]) == ("survey_taken", "agent")
    assert entry["details"] == {"taken_by": "trainee", "survey_id": "default-quality"}
