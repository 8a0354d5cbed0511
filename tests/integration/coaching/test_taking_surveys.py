"""Surveys taken for an assessment, by the coach and by the trainee."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.calls import GOOD, field_of, opened
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database


async def test_a_survey_taken_again_replaces_the_answers(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    manager = coaching.as_("manager")
    for answer, score in ((1, 0), (5, 100)):
        body = {"taken_by": "coach", "answers": dict.fromkeys(GOOD, answer)}
        assert (await manager.post(f"/assessments/{id}/survey", json=body)).json()["score"] == score
    detail = (await manager.get(f"/assessments/{id}")).json()
    assert [survey["score"] for survey in detail["surveys"]] == [100]


async def test_the_trainees_answers_are_the_trainees_alone(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    body = {"taken_by": "trainee", "answers": GOOD}
    assert (await coaching.as_("manager").post(f"/assessments/{id}/survey", json=body)).status_code == 403
    taken = await coaching.as_("agent").post(f"/assessments/{id}/survey", json=body)
    assert (taken.status_code, taken.json()["state"], taken.json()["score"]) == (200, "open", None)
    mine = (await coaching.as_("agent").get(f"/assessments/{id}")).json()["surveys"]
    theirs = (await coaching.as_("manager").get(f"/assessments/{id}")).json()["surveys"]
    assert [survey["taken_by"] for survey in mine] == ["trainee"]
    assert theirs == []


async def test_only_the_assigned_coach_or_an_admin_answers_as_coach(
    database: Database, coaching: Api
) -> None:
    id = await opened(database, survey_id="default-quality")
    body = {"taken_by": "coach", "answers": GOOD}
    assert (await coaching.as_("coach").post(f"/assessments/{id}/survey", json=body)).status_code == 403
    assert (await coaching.as_("agent").post(f"/assessments/{id}/survey", json=body)).status_code == 403
    assert (await coaching.as_("admin").post(f"/assessments/{id}/survey", json=body)).status_code == 200


async def test_a_locked_survey_cannot_be_swapped(database: Database, coaching: Api) -> None:
    id = await opened(database, survey_id="default-quality")
    admin = coaching.as_("admin")
    asked = [{"id": "tone", "text": "Kind?"}]
    other = (await admin.post("/surveys", json={"name": "Other", "questions": asked})).json()["id"]
    body = {"taken_by": "coach", "answers": {"tone": 3}, "survey_id": other}
    answer = await coaching.as_("manager").post(f"/assessments/{id}/survey", json=body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/survey-locked")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"taken_by": "boss", "answers": GOOD}, "taken_by"),
        ({"taken_by": "coach"}, "answers"),
        ({"taken_by": "coach", "answers": {**GOOD, "solution": 6}}, "answers.solution"),
        ({"taken_by": "coach", "answers": {**GOOD, "mood": 1}}, "answers.mood"),
        ({"taken_by": "coach", "answers": {"solution": 5}}, "answers.understanding"),
        ({"taken_by": "coach", "answers": {**GOOD, "solution": "five"}}, "answers.solution"),
    ],
)
async def test_a_wrong_answer_is_refused_by_name(
    database: Database, coaching: Api, body: dict[str, object], field: str
) -> None:
    id = await opened(database, survey_id="default-quality")
    assert field_of(await coaching.as_("manager").post(f"/assessments/{id}/survey", json=body)) == field


@pytest.mark.parametrize(
    ("answer", "code"),
    [(6, "answer-out-of-range"), (True, "answer-of-another-kind"), (None, "answer-missing")],
)
async def test_what_is_wrong_with_an_answer_has_a_name(
    database: Database, coaching: Api, answer: object, code: str
) -> None:
    id = await opened(database, survey_id="default-quality")
    answers = {name: value for name, value in {**GOOD, "solution": answer}.items() if value is not None}
    body = {"taken_by": "coach", "answers": answers}
    refused = await coaching.as_("manager").post(f"/assessments/{id}/survey", json=body)
    assert (field_of(refused), refused.json()["type"]) == ("answers.solution", f"/problems/{code}")


async def test_a_survey_must_be_named_where_none_was_brought(database: Database, coaching: Api) -> None:
    id = await opened(database)
    body: dict[str, object] = {"taken_by": "coach", "answers": GOOD}
    manager = coaching.as_("manager")
    assert field_of(await manager.post(f"/assessments/{id}/survey", json=body)) == "survey_id"
    unknown = body | {"survey_id": "unheard-of"}
    assert field_of(await manager.post(f"/assessments/{id}/survey", json=unknown)) == "survey_id"
    chosen = await manager.post(f"/assessments/{id}/survey", json=body | {"survey_id": "default-quality"})
    assert chosen.json()["survey_id"] == "default-quality"


async def test_a_closed_assessment_refuses_answers_whatever_they_are(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    manager = coaching.as_("manager")
    await manager.post(f"/assessments/{id}/close", json={"reason": "left the team"})
    answers = {"taken_by": "coach", "answers": {"unheard-of": 1}}
    assert (await manager.post(f"/assessments/{id}/survey", json=answers)).status_code == 409
    answers["taken_by"] = "trainee"
    assert (await coaching.as_("agent").post(f"/assessments/{id}/survey", json=answers)).status_code == 409


@pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 409)])
async def test_the_trainee_answers_until_14_days_after_it_was_completed(
    database: Database, coaching: Api, clock: FixedClock, days: int, status: int
) -> None:
    id = await opened(database, trainee_survey_id="default-quality")
    await coaching.as_("manager").post(f"/assessments/{id}/complete", json={})
    completed = (await coaching.as_("agent").get(f"/assessments/{id}")).json()
    clock.advance(timedelta(days=days))
    agent, body = coaching.as_("agent"), {"taken_by": "trainee", "answers": GOOD}
    for method, path in (("PUT", "answers"), ("POST", "survey")):
        answer = await agent.request(method, f"/assessments/{id}/{path}", json=body)
        assert answer.status_code == status, answer.text
    now = (await agent.get(f"/assessments/{id}")).json()
    assert (now["state"], now["revision"]) == ("closed_complete", completed["revision"])
    assert len(now["surveys"]) == (status == 200)


async def test_the_trainee_answers_the_survey_that_the_opportunity_asks_for_and_no_other(
    database: Database, coaching: Api
) -> None:
    id = await opened(database, trainee_survey_id="default-quality")
    agent, body = coaching.as_("agent"), {"taken_by": "trainee", "answers": GOOD}
    other = await agent.post(f"/assessments/{id}/survey", json=body | {"survey_id": "another"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/survey-locked")
    assert (await agent.post(f"/assessments/{id}/survey", json=body)).status_code == 200
    (mine,) = (await agent.get(f"/assessments/{id}")).json()["surveys"]
    assert (mine["survey_id"], mine["survey_version"]) == ("default-quality", 1)
