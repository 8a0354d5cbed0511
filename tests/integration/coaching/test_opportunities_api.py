"""Opportunities, surveys and tasks over HTTP."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from tests.integration.coaching.seen import publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

SLOW: dict[str, Any] = {
    "name": "Slow",
    "event_types": ["task.closed"],
    "condition": "minutes_to_resolve > 60",
}
ABOUT_SKILLS: dict[str, Any] = {"event_types": ["skill.assigned"], "condition": "true"}
SURVEY: dict[str, Any] = {"name": "Tone", "questions": [{"id": "tone", "text": "Kind?", "min": 0, "max": 10}]}


async def test_an_opportunity_defined_over_http_opens_assessments(database: Database, coaching: Api) -> None:
    answer = await coaching.as_("admin").post("/opportunities", json=SLOW)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["version"], made["days_until_due"]) == ("active", 1, 7)
    assert (await coaching.as_("coach").get(f"/opportunities/{made['id']}")).json() == made
    (opened,) = await publish(database, a_task_closed())
    assert isinstance(opened, AssessmentOpened)
    assert opened.opportunity_id == made["id"]


async def test_defining_an_opportunity_again_makes_its_next_version(coaching: Api) -> None:
    admin = coaching.as_("admin")
    await admin.post("/opportunities", json={**SLOW, "id": "slow"})
    second = (await admin.post("/opportunities", json={**SLOW, "id": "slow", "active": False})).json()
    assert (second["id"], second["version"], second["state"]) == ("slow", 2, "inactive")
    assert second["changed_by"] == "admin"


async def test_an_opportunity_has_a_weekly_capacity_unless_it_is_taken_off(coaching: Api) -> None:
    admin = coaching.as_("admin")
    made = (await admin.post("/opportunities", json={**SLOW, "id": "slow"})).json()
    assert (made["agent_limit"], made["agent_limit_days"], made["coach_weekly_capacity"]) == (None, 30, 10)
    rules = {"coach_weekly_capacity": None, "agent_limit": 2, "coach_rule": "rotation"}
    changed = (await admin.post("/opportunities", json={**SLOW, "id": "slow"} | rules)).json()
    assert {name: changed[name] for name in rules} == rules


async def test_the_default_opportunities_are_there_under_fixed_ids(coaching: Api) -> None:
    items = (await coaching.as_("coach").get("/opportunities")).json()["items"]
    assert {item["id"] for item in items} == {
        "default-sla-breach",
        "default-low-rating",
        "default-slow-resolution",
        "default-long-interaction",
        "default-thin-notes",
        "default-new-skill",
    }


async def test_opportunities_come_in_pages(coaching: Api) -> None:
    coach = coaching.as_("coach")
    first = (await coach.get("/opportunities", params={"limit": 3})).json()
    second = (await coach.get("/opportunities", params={"limit": 3, "after": first["next"]})).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 3, None)


async def test_only_admins_define_and_only_coaches_read_opportunities(coaching: Api) -> None:
    assert (await coaching.as_("manager").post("/opportunities", json=SLOW)).status_code == 403
    assert (await coaching.as_("manager").post("/surveys", json=SURVEY)).status_code == 403
    assert (await coaching.as_("agent").get("/opportunities")).status_code == 403
    assert (await coaching.as_("manager").get("/opportunities")).status_code == 200
    assert (await coaching.as_("manager").get("/opportunities/unheard-of")).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"event_types": []}, "event_types"),
        ({"event_types": ["task.vanished"]}, "event_types"),
        ({"event_types": ["skill.assigned", "task.closed"]}, "event_types"),
        ({"event_types": ["skill.assigned"]}, "condition"),
        (ABOUT_SKILLS | {"kinds": ["case"]}, "kinds"),
        (ABOUT_SKILLS | {"trainee_field": "attributes.x"}, "trainee_field"),
        (ABOUT_SKILLS | {"coach_rule": "task_field", "coach_field": "agent_id"}, "coach_rule"),
        ({"condition": "handle_minuts > 10"}, "condition"),
        ({"condition": None}, "condition"),
        ({"sampling_percent": 101}, "sampling_percent"),
        ({"coach_rule": "dice"}, "coach_rule"),
        ({"coach_rule": "named_person"}, "coach_id"),
        ({"survey_id": "unheard-of"}, "survey_id"),
        ({"days_until_due": 0}, "days_until_due"),
        ({"agent_limit": 0}, "agent_limit"),
        ({"agent_limit": 2, "agent_limit_days": 0}, "agent_limit_days"),
        ({"coach_weekly_capacity": 0}, "coach_weekly_capacity"),
        ({"coach_rule": "task_field"}, "coach_field"),
        ({"coach_rule": "task_field", "coach_field": "team_id"}, "coach_field"),
        ({"coach_field": "agent_id"}, "coach_field"),
        ({"name": "nul \0"}, "name"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_an_opportunity_that_makes_no_sense_is_refused_by_name(
    coaching: Api, change: dict[str, object], field: str
) -> None:
    answer = await coaching.as_("admin").post("/opportunities", json=SLOW | change)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_a_broken_condition_is_refused_with_position_and_fields(coaching: Api) -> None:
    broken = SLOW | {"condition": "handle_minutes > 10 && minuts_to_resolve > 60"}
    problem = (await coaching.as_("admin").post("/opportunities", json=broken)).json()
    assert problem["type"] == "/problems/invalid-condition"
    assert "line 1, column 24" in problem["errors"][0]["reason"]
    assert "minutes_to_resolve (number, such as 4320)" in problem["errors"][0]["reason"]


async def test_a_published_survey_can_be_read_and_gets_versions(coaching: Api) -> None:
    admin = coaching.as_("admin")
    first = (await admin.post("/surveys", json=SURVEY)).json()
    second = (await admin.post("/surveys", json={**SURVEY, "id": first["id"], "name": "Tone 2"})).json()
    assert (first["version"], second["version"], second["state"]) == (1, 2, "published")
    assert (await coaching.as_("agent").get(f"/surveys/{first['id']}")).json() == second
    listed = (await coaching.as_("coach").get("/surveys")).json()["items"]
    assert second in listed
    assert first not in listed


async def test_a_published_version_never_changes(database: Database) -> None:
    async with database.reading() as conn:
        with pytest.raises(asyncpg.RaiseError, match="never changes"):
            await conn.execute("update survey set name = 'other'")
        with pytest.raises(asyncpg.RaiseError, match="never changes"):
            await conn.execute("delete from survey")


@pytest.mark.parametrize(
    ("questions", "field"),
    [
        ([], "questions"),
        ([{"id": "a", "text": "A", "min": 5, "max": 5}], "questions.0.max"),
        ([{"id": "a", "text": "A"}, {"id": "a", "text": "B"}], "questions.1.id"),
        ([{"id": "a", "text": "A", "weight": 0}], "questions.0.weight"),
        ([{"id": "a", "text": ""}], "questions.0.text"),
        ([{"id": "a", "text": "A", "colour": "red"}], "questions.0.colour"),
    ],
)
async def test_a_survey_that_makes_no_sense_is_refused_by_name(
    coaching: Api, questions: list[object], field: str
) -> None:
    answer = await coaching.as_("admin").post("/surveys", json={"name": "S", "questions": questions})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_a_survey_that_an_assessment_started_with_keeps_its_version(
    database: Database, coaching: Api
) -> None:
    admin = coaching.as_("admin")
    survey = (await admin.post("/surveys", json=SURVEY)).json()["id"]
    await admin.post("/opportunities", json=SLOW | {"survey_id": survey})
    (opened,) = await publish(database, a_task_closed())
    assert isinstance(opened, AssessmentOpened)
    changed = {"id": survey, "name": "Tone", "questions": [{"id": "other", "text": "Other?"}]}
    await admin.post("/surveys", json=changed)
    body = {"taken_by": "coach", "answers": {"tone": 7}}
    answer = await coaching.as_("manager").post(f"/assessments/{opened.assessment_id}/survey", json=body)
    assert (answer.json()["survey_version"], answer.json()["score"]) == (1, 70)


async def test_tasks_show_their_last_snapshot_to_whom_they_concern(database: Database, coaching: Api) -> None:
    theirs = a_task_closed(number="CS0002", agent_id="biller", team_id="billing")
    await publish(database, a_task_closed(handle_minutes=12), theirs)
    task = (await coaching.as_("manager").get("/tasks/CS0001")).json()
    assert (task["id"], task["state"], task["handle_minutes"]) == ("CS0001", "closed", 12)
    assert (await coaching.as_("agent").get("/tasks/CS0001")).json() == task
    assert (await coaching.as_("manager").get("/tasks/CS0002")).status_code == 403
    assert (await coaching.as_("manager").get("/tasks/unheard-of")).status_code == 404
    assert (await coaching.as_("manager").get("/tasks", params={"team": "billing"})).status_code == 403
    (listed,) = (await coaching.as_("manager").get("/tasks")).json()["items"]
    assert listed.items() <= (task | {"assessments": []}).items()
