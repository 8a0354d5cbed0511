"""Surveys over HTTP: drafts, versions that never change, and what an assessment gets from them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.coaching.calls import field_of, opened
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database

CALL: dict[str, Any] = {
    "name": "Call",
    "sections": [{"id": "start", "title": "How it began"}, {"id": "end", "title": "How it ended"}],
    "questions": [
        {
            "id": "identified",
            "text": "Identified the caller?",
            "kind": "yes_no",
            "critical": True,
            "section": "start",
        },
        {
            "id": "tone",
            "text": "Tone",
            "min": 1,
            "max": 3,
            "weight": 2,
            "section": "start",
            "labels": [{"value": 1, "text": "cold"}, {"value": 3, "text": "warm"}],
        },
        {
            "id": "ending",
            "text": "Ended with",
            "kind": "choice",
            "section": "end",
            "required": False,
            "choices": [
                {"id": "nothing", "text": "Nothing", "value": 0},
                {"id": "summary", "text": "A summary", "value": 1},
            ],
        },
        {"id": "remark", "text": "Remark", "kind": "text", "required": False, "section": "end"},
    ],
    "cut_offs": {"excellent": 95, "good": 80, "average": 50, "poor": 20},
}
ANSWERS: dict[str, Any] = {"identified": True, "tone": 3, "ending": "summary", "remark": "Well done."}
TEXT: dict[str, Any] = {"name": "Story", "questions": [{"id": "why", "text": "Why?", "kind": "text"}]}


async def test_a_survey_of_all_kinds_scores_and_rates_by_its_own_cut_offs(
    database: Database, coaching: Api
) -> None:
    survey = (await coaching.as_("admin").post("/surveys", json=CALL)).json()
    assert (survey["version"], survey["scorable"], survey["cut_offs"]["poor"]) == (1, True, 20)
    id, manager = await opened(database, survey_id=survey["id"]), coaching.as_("manager")
    body = {"taken_by": "coach", "answers": ANSWERS | {"tone": 2}}
    taken = (await manager.post(f"/assessments/{id}/survey", json=body)).json()
    assert (taken["score"], taken["rating"], taken["survey_taken"]) == (75, "average", True)
    (detail,) = (await manager.get(f"/assessments/{id}")).json()["surveys"]
    assert detail["answers"] == body["answers"]


async def test_a_failed_critical_question_is_score_0_and_unacceptable(
    database: Database, coaching: Api
) -> None:
    survey = (await coaching.as_("admin").post("/surveys", json=CALL)).json()
    id, manager = await opened(database, survey_id=survey["id"]), coaching.as_("manager")
    body = {"taken_by": "coach", "answers": ANSWERS | {"identified": False}}
    taken = (await manager.post(f"/assessments/{id}/survey", json=body)).json()
    assert (taken["score"], taken["rating"]) == (0, "unacceptable")
    (detail,) = (await manager.get(f"/assessments/{id}")).json()["surveys"]
    assert detail["failed"] == ["identified"]


async def test_an_assessment_keeps_the_version_it_started_with(database: Database, coaching: Api) -> None:
    admin = coaching.as_("admin")
    survey = (await admin.post("/surveys", json=CALL)).json()
    id = await opened(database, survey_id=survey["id"])
    changed = CALL | {"id": survey["id"], "questions": CALL["questions"][1:2]}
    assert (await admin.post("/surveys", json=changed)).json()["version"] == 2
    body = {"taken_by": "coach", "answers": ANSWERS}
    taken = await coaching.as_("manager").post(f"/assessments/{id}/survey", json=body)
    assert (taken.status_code, taken.json()["survey_version"]) == (200, 1)
    first = (await admin.get(f"/surveys/{survey['id']}?version=1")).json()
    assert [asked["id"] for asked in first["questions"]] == ["identified", "tone", "ending", "remark"]
    assert (await admin.get(f"/surveys/{survey['id']}?version=3")).status_code == 404


async def test_a_draft_is_saved_unfinished_and_published_when_it_is_ready(coaching: Api) -> None:
    admin = coaching.as_("admin")
    unfinished = {"name": "Call", "questions": [{"id": "tone"}]}
    saved = (await admin.put("/drafts/call", json=unfinished)).json()
    assert (saved["state"], saved["questions"]) == ("draft", [{"id": "tone"}])
    assert field_of(await admin.post("/drafts/call/publish")) == "questions.0.text"
    assert (await admin.get("/surveys/call")).status_code == 404
    assert (await admin.put("/drafts/call", json=CALL)).status_code == 200
    published = (await admin.post("/drafts/call/publish")).json()
    assert (published["id"], published["state"], published["version"]) == ("call", "published", 1)
    assert (await admin.get("/drafts/call")).status_code == 404
    assert (await admin.post("/drafts/call/publish")).status_code == 404


async def test_a_draft_of_a_published_survey_becomes_its_next_version(coaching: Api) -> None:
    admin = coaching.as_("admin")
    survey = (await admin.post("/surveys", json=CALL)).json()
    await admin.put(f"/drafts/{survey['id']}", json=CALL | {"name": "Call, better"})
    drafts = (await admin.get("/drafts")).json()["items"]
    assert [draft["id"] for draft in drafts] == [survey["id"]]
    assert (await admin.get(f"/surveys/{survey['id']}")).json()["name"] == "Call"
    published = (await admin.post(f"/drafts/{survey['id']}/publish")).json()
    assert (published["version"], published["name"]) == (2, "Call, better")


async def test_a_draft_can_be_dropped(coaching: Api) -> None:
    admin = coaching.as_("admin")
    await admin.put("/drafts/call", json=CALL)
    assert (await admin.delete("/drafts/call")).status_code == 204
    assert (await admin.delete("/drafts/call")).status_code == 404


async def test_drafts_are_the_admins(coaching: Api) -> None:
    for persona in ("manager", "coach", "agent"):
        assert (await coaching.as_(persona).put("/drafts/call", json=CALL)).status_code == 403
        assert (await coaching.as_(persona).get("/drafts")).status_code == 403


async def test_a_survey_of_text_alone_leaves_the_rating_to_the_coach(
    database: Database, coaching: Api
) -> None:
    story = (await coaching.as_("admin").post("/surveys", json=TEXT)).json()["id"]
    id, manager = await opened(database), coaching.as_("manager")
    blank = {"taken_by": "coach", "answers": {"why": "  "}, "survey_id": story}
    assert field_of(await manager.post(f"/assessments/{id}/survey", json=blank)) == "answers.why"
    body = {"taken_by": "coach", "answers": {"why": "It was late."}, "survey_id": story}
    taken = (await manager.post(f"/assessments/{id}/survey", json=body)).json()
    assert (taken["score"], taken["rating"], taken["survey_taken"]) == (None, None, True)
    done = (await manager.post(f"/assessments/{id}/complete", json={"rating": "good"})).json()
    assert (done["state"], done["rating"]) == ("closed_complete", "good")


async def test_a_survey_that_cannot_be_scored_is_refused_where_it_is_asked_to_score(coaching: Api) -> None:
    admin = coaching.as_("admin")
    story = (await admin.post("/surveys", json=TEXT)).json()["id"]
    watching = {"name": "All", "event_types": ["task.closed"], "condition": "true", "survey_id": story}
    answer = await admin.post("/opportunities", json=watching)
    assert field_of(answer) == "survey_id"
    assert answer.json()["type"] == "/problems/survey-not-scorable"
    optional = CALL["questions"][1] | {"required": False, "section": None}
    maybe = (await admin.post("/surveys", json={"name": "Maybe", "questions": [optional]})).json()
    assert maybe["scorable"] is False
    scored = (await admin.post("/surveys", json=CALL)).json()["id"]
    assert (await admin.post("/opportunities", json=watching | {"survey_id": scored})).status_code == 201
    assert field_of(await admin.post("/surveys", json=TEXT | {"id": scored})) == "questions"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"questions": []}, "questions"),
        ({"questions": [{"id": "a", "text": "A", "kind": "drawing"}]}, "questions.0.kind"),
        ({"questions": [{"id": "a", "text": "A", "weight": 0}]}, "questions.0.weight"),
        ({"questions": [{"id": "a", "text": "A", "kind": "choice"}]}, "questions.0.choices"),
        ({"sections": []}, "questions.0.section"),
        ({"cut_offs": {"excellent": 50}}, "cut_offs"),
        ({"cut_offs": {"excellent": 101}}, "cut_offs.excellent"),
    ],
)
async def test_what_is_wrong_with_a_survey_is_named(
    coaching: Api, change: dict[str, Any], field: str
) -> None:
    admin = coaching.as_("admin")
    assert field_of(await admin.post("/surveys", json=CALL | change)) == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"questions": [{"id": "a", "kind": "drawing"}]}, "questions.0.kind"),
        ({"questions": [{"id": "a", "colour": "red"}]}, "questions.0.colour"),
        ({"questions": [{"id": "a", "text": "a\u0000b"}]}, "questions.0.text"),
        ({"name": ""}, "name"),
    ],
)
async def test_nonsense_is_refused_even_in_a_draft(coaching: Api, change: dict[str, Any], field: str) -> None:
    assert field_of(await coaching.as_("admin").put("/drafts/call", json=CALL | change)) == field
