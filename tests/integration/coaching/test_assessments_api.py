"""Assessments over HTTP: listing, opening by hand, the survey, completing; and who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import AssessmentCompleted, AssessmentOpened, AssessmentResolved, SkillToAdd
from touchline_runtime.auth import Role
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

GOOD = {"understanding": 4, "solution": 5, "communication": 4, "documentation": 3}
MINE = {"number": "CS0001"}
THEIRS = {"number": "CS0002", "agent_id": "biller", "team_id": "billing"}


async def opened(database: Database, **opportunity: object) -> str:
    """An assessment of the agent's task, opened for the manager. Returns its id."""
    await define(database, **opportunity)
    (event,) = await publish(database, a_task_closed())
    assert isinstance(event, AssessmentOpened)
    return event.assessment_id


def field_of(answer: httpx.Response) -> str:
    assert answer.status_code == 422, answer.text
    return str(answer.json()["errors"][0]["field"])


async def ids(client: httpx.AsyncClient, **filters: str | int) -> list[str]:
    answer = await client.get("/assessments", params=filters)
    assert answer.status_code == 200, answer.text
    return [item["task_number"] for item in answer.json()["items"]]


async def test_a_manager_sees_the_own_teams_assessments_and_not_the_others(
    database: Database, coaching: Api
) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert await ids(coaching.as_("manager")) == ["CS0001"]
    assert await ids(coaching.as_("coach")) == ["CS0001"]
    assert await ids(coaching.as_("billing-boss", Role.COACH)) == ["CS0002"]
    assert await ids(coaching.as_("admin")) == ["CS0001", "CS0002"]


async def test_trainees_see_what_is_about_them(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert await ids(coaching.as_("agent")) == ["CS0001"]
    assert await ids(coaching.as_("operator")) == []


async def test_a_coach_sees_what_is_assigned_to_them_in_any_team(database: Database, coaching: Api) -> None:
    await define(database, coach_rule="named_person", coach_id="manager")
    await publish(database, a_task_closed(**THEIRS))
    assert await ids(coaching.as_("manager")) == ["CS0002"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "open"}, ["CS0001", "CS0002"]),
        ({"state": "closed_complete"}, []),
        ({"team": "billing"}, ["CS0002"]),
        ({"trainee": "agent"}, ["CS0001"]),
        ({"coach": "billing-boss"}, ["CS0002"]),
        ({"task": "CS0002"}, ["CS0002"]),
        ({"opportunity": "every-closed"}, ["CS0001", "CS0002"]),
        ({"opportunity": "other"}, []),
        ({"due_before": "2026-03-09T09:00:00Z"}, []),
        ({"due_before": "2026-03-09T09:00:01Z"}, ["CS0001", "CS0002"]),
        ({"team": "billing", "trainee": "agent"}, []),
    ],
)
async def test_each_filter_leaves_what_it_names(
    database: Database, coaching: Api, filters: dict[str, str], found: list[str]
) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert sorted(await ids(coaching.as_("admin"), **filters)) == found


async def test_pages_together_hold_everything_once(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, *(a_task_closed(number=f"CS{number}") for number in range(7)))
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 3}
    while True:
        page = (await coaching.as_("manager").get("/assessments", params=params)).json()
        seen += [item["task_number"] for item in page["items"]]
        if page["next"] is None:
            break
        params["after"] = page["next"]
    assert sorted(seen) == [f"CS{number}" for number in range(7)]


async def test_another_managers_team_is_forbidden(database: Database, coaching: Api) -> None:
    await define(database)
    (event,) = await publish(database, a_task_closed(**THEIRS))
    manager = coaching.as_("manager")
    assert isinstance(event, AssessmentOpened)
    path = f"/assessments/{event.assessment_id}"
    assert (await manager.get("/assessments", params={"team": "billing"})).status_code == 403
    assert (await manager.get("/assessments", params={"team": "unheard-of"})).status_code == 403
    assert (await manager.get(path)).status_code == 403
    answers = {"taken_by": "coach", "answers": GOOD}
    assert (await manager.post(f"{path}/survey", json=answers)).status_code == 403
    assert (await manager.post(f"{path}/complete", json={})).status_code == 403


async def test_nothing_is_answered_without_a_token(coaching: Api) -> None:
    for path in ("/assessments", "/assessments/x", "/opportunities", "/surveys", "/tasks"):
        assert (await coaching.anonymous().get(path)).status_code == 401
    for path in (
        "/assessments",
        "/assessments/x/survey",
        "/assessments/x/complete",
        "/opportunities",
        "/surveys",
    ):
        assert (await coaching.anonymous().post(path, json={})).status_code == 401


async def test_trainees_neither_open_nor_complete_assessments(database: Database, coaching: Api) -> None:
    id = await opened(database)
    agent = coaching.as_("agent")
    assert (await agent.post("/assessments", json={"task_number": "CS0001"})).status_code == 403
    assert (await agent.post(f"/assessments/{id}/complete", json={})).status_code == 403


async def test_an_assessment_that_is_not_there_is_not_found(coaching: Api) -> None:
    manager = coaching.as_("manager")
    assert (await manager.get("/assessments/none")).status_code == 404
    answers = {"taken_by": "coach", "answers": {}}
    assert (await manager.post("/assessments/none/survey", json=answers)).status_code == 404
    assert (await manager.post("/assessments/none/complete", json={})).status_code == 404


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"due_before": "soon"}, "due_before"),
        ({"limit": 0}, "limit"),
        ({"after": "nonsense"}, "after"),
        ({"stat": "open"}, "stat"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused_by_name(
    coaching: Api, params: dict[str, Any], field: str
) -> None:
    assert field_of(await coaching.as_("manager").get("/assessments", params=params)) == field


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


async def test_a_survey_must_be_named_where_none_was_brought(database: Database, coaching: Api) -> None:
    id = await opened(database)
    body: dict[str, object] = {"taken_by": "coach", "answers": GOOD}
    manager = coaching.as_("manager")
    assert field_of(await manager.post(f"/assessments/{id}/survey", json=body)) == "survey_id"
    unknown = body | {"survey_id": "unheard-of"}
    assert field_of(await manager.post(f"/assessments/{id}/survey", json=unknown)) == "survey_id"
    chosen = await manager.post(f"/assessments/{id}/survey", json=body | {"survey_id": "default-quality"})
    assert chosen.json()["survey_id"] == "default-quality"


async def test_a_coach_opens_an_assessment_by_hand(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed())
    answer = await coaching.as_("coach").post("/assessments", json={"task_number": "CS0001"})
    assert answer.status_code == 201
    found = answer.json()
    assert (found["trainee_id"], found["coach_id"], found["state"]) == ("agent", "coach", "open")
    assert found["due_at"] == (NOW + timedelta(days=7)).isoformat().replace("+00:00", "Z")
    (event,) = await outbox_of(database)
    assert event.TYPE == "assessment.opened.v1"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "task_number"),
        ({"task_number": "unheard-of"}, "task_number"),
        ({"task_number": "CS0001", "trainee_id": "coach"}, "trainee_id"),
        ({"task_number": "CS0001", "survey_id": "unheard-of"}, "survey_id"),
        ({"task_number": "CS0001", "due_at": "2020-01-01T00:00:00Z"}, "due_at"),
        ({"task_number": "CS0001", "due_at": "tomorrow"}, "due_at"),
        ({"task_number": "CS0001", "by": "admin"}, "by"),
    ],
)
async def test_an_opening_by_hand_that_makes_no_sense_is_refused_by_name(
    database: Database, coaching: Api, body: dict[str, str], field: str
) -> None:
    await publish(database, a_task_closed())
    assert field_of(await coaching.as_("coach").post("/assessments", json=body)) == field


async def test_a_task_that_nobody_has_needs_a_named_trainee(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed(agent_id=None))
    coach = coaching.as_("coach")
    assert field_of(await coach.post("/assessments", json={"task_number": "CS0001"})) == "trainee_id"
    body = {"task_number": "CS0001", "trainee_id": "agent"}
    assert (await coach.post("/assessments", json=body)).status_code == 201


async def test_a_coach_opens_assessments_only_of_the_own_teams_people(
    database: Database, coaching: Api
) -> None:
    await publish(database, a_task_closed(**THEIRS))
    answer = await coaching.as_("coach").post("/assessments", json={"task_number": "CS0002"})
    assert answer.status_code == 403


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


async def test_a_closed_assessment_refuses_answers_whatever_they_are(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    manager = coaching.as_("manager")
    await manager.post(f"/assessments/{id}/complete", json={})
    answers = {"taken_by": "coach", "answers": {"unheard-of": 1}}
    assert (await manager.post(f"/assessments/{id}/survey", json=answers)).status_code == 409
    answers["taken_by"] = "trainee"
    assert (await coaching.as_("agent").post(f"/assessments/{id}/survey", json=answers)).status_code == 409
