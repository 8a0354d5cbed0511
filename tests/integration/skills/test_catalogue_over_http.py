"""The catalogue over HTTP: skills and level types."""

from __future__ import annotations

import httpx
import pytest

from skills.catalogue.when_task_names_skills_define_them import when_task_names_skills_define_them
from touchline_contracts.skills import Level, SkillChanged, SkillDefined
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 3, "name": "Gold"}, {"value": 1, "name": "Bronze"}]}


async def test_a_skill_gets_its_id_from_its_name_and_the_basic_level(
    admin: httpx.AsyncClient, database: Database
) -> None:
    answer = await admin.post("/skills", json={"name": "Card Payments", "category": "Money"})
    assert answer.status_code == 201, answer.text
    skill = (await admin.get("/skills/card-payments")).json()
    assert (skill["name"], skill["category"], skill["origin"]) == ("Card Payments", "Money", "hand")
    assert skill["levels"] == [{"value": 1, "name": "Basic"}]
    (event,) = await outbox_of(database)
    assert isinstance(event, SkillDefined)
    assert (event.skill_id, event.revision, event.levels) == (
        "card-payments",
        1,
        (Level(value=1, name="Basic"),),
    )


async def test_a_skill_is_found_by_what_a_task_would_call_it(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Card Payments", "id": "sk-17"})
    assert (await admin.get("/skills/card-payments")).json()["id"] == "sk-17"


async def test_levels_come_lowest_first(admin: httpx.AsyncClient) -> None:
    assert (await admin.post("/level-types", json=STARS)).status_code == 201
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    levels = (await admin.get("/skills/refunds")).json()["levels"]
    assert [level["name"] for level in levels] == ["Bronze", "Gold"]
    types = (await admin.get("/level-types")).json()
    assert [item["id"] for item in types["items"]] == ["basic", "stars"]


async def test_a_level_type_is_defined_once(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)
    assert (await admin.post("/level-types", json=STARS)).status_code == 409
    assert (await admin.post("/level-types", json={**STARS, "id": "other"})).status_code == 409


async def test_skills_are_listed_by_name_in_pages_and_found_by_text(admin: httpx.AsyncClient) -> None:
    for name in ("Refunds", "Billing", "Chargebacks"):
        await admin.post("/skills", json={"name": name, "description": "about money"})
    first = (await admin.get("/skills", params={"limit": 2})).json()
    rest = (await admin.get("/skills", params={"limit": 2, "after": first["next"]})).json()
    assert [skill["id"] for skill in first["items"] + rest["items"]] == ["billing", "chargebacks", "refunds"]
    assert rest["next"] is None
    found = (await admin.get("/skills", params={"text": "REFUND"})).json()
    assert [skill["id"] for skill in found["items"]] == ["refunds"]


async def test_a_skill_is_defined_once(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    again = await admin.post("/skills", json={"name": "refunds"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/skill-exists")


async def test_a_tag_seen_on_tasks_gets_its_description_by_hand(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await react(database, when_task_names_skills_define_them, a_task_closed(skills=("refunds",)))
    answer = await admin.post("/skills", json={"name": "Refunds", "category": "Money"})
    assert (answer.status_code, answer.json()["revision"]) == (201, 2)
    assert isinstance((await outbox_of(database))[-1], SkillChanged)


async def test_a_hierarchy_has_no_cycles(admin: httpx.AsyncClient, database: Database) -> None:
    await react(database, when_task_names_skills_define_them, a_task_closed(skills=("money",)))
    await admin.post("/skills", json={"name": "Refunds", "parent_id": "money"})
    answer = await admin.post("/skills", json={"name": "Money", "parent_id": "refunds"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "parent_id"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "++"}, "id"),
        ({"name": "Refunds", "id": "Not An Id"}, "id"),
        ({"name": "Refunds", "parent_id": "nobody"}, "parent_id"),
        ({"name": "Refunds", "level_type_id": "stars"}, "level_type_id"),
    ],
)
async def test_nonsense_is_refused_with_the_field_named(
    admin: httpx.AsyncClient, body: dict[str, str], field: str
) -> None:
    answer = await admin.post("/skills", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_levels_without_order_are_refused(admin: httpx.AsyncClient) -> None:
    twice = {"name": "Stars", "levels": [{"value": 1, "name": "A"}, {"value": 1, "name": "B"}]}
    answer = await admin.post("/level-types", json=twice)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "levels")


async def test_only_skill_administrators_define_and_everybody_reads(served: Api) -> None:
    for path, body in (("/skills", {"name": "Refunds"}), ("/level-types", STARS)):
        assert (await served.anonymous().get(path)).status_code == 401
        assert (await served.as_("manager").post(path, json=body)).status_code == 403
        assert (await served.as_("agent").get(path)).status_code == 200


async def test_an_unknown_skill_is_not_found(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/skills/nobody")).status_code == 404
