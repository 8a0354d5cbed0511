"""Skills are changed, moved, retired and restored."""

from __future__ import annotations

import httpx
import pytest

from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_contracts.skills import Level, SkillChanged, SkillRetired
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import a_skill_predicted, an_assessment_completed
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Money"})
    await admin.post("/skills", json={"name": "Refunds", "parent_id": "money", "category": "Cards"})
    await admin.post("/skills", json={"name": "Chargebacks", "parent_id": "refunds"})
    await database.pool.execute("DELETE FROM outbox")


async def ids(client: httpx.AsyncClient, **filters: object) -> list[str]:
    answer = await client.get("/skills", params=filters)  # type: ignore[arg-type]
    return [skill["id"] for skill in answer.json()["items"]]


async def test_a_renamed_skill_says_its_new_state_and_stays_known_by_its_former_names(
    admin: httpx.AsyncClient, database: Database
) -> None:
    answer = await admin.patch("/skills/refunds", json={"name": "Money Back", "tags": [" vip ", "vip", ""]})
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    for known_as in ("refunds", "money-back"):
        skill = (await admin.get(f"/skills/{known_as}")).json()
        assert (skill["id"], skill["name"], skill["category"]) == ("refunds", "Money Back", "Cards")
    (event,) = await outbox_of(database)
    assert isinstance(event, SkillChanged)
    assert (event.revision, event.name, event.parent_id, event.tags) == (2, "Money Back", "money", ("vip",))


async def test_null_empties_and_what_is_not_given_stays(admin: httpx.AsyncClient) -> None:
    skill = (await admin.patch("/skills/refunds", json={"category": None})).json()
    assert (skill["category"], skill["parent_id"], skill["name"]) == (None, "money", "Refunds")


async def test_a_change_that_changes_nothing_publishes_nothing(
    admin: httpx.AsyncClient, database: Database
) -> None:
    for body in ({}, {"name": "Refunds", "category": "Cards"}):
        assert (await admin.patch("/skills/refunds", json=body)).json()["revision"] == 1
    assert await outbox_of(database) == []


async def test_a_skill_moves_with_all_below_it(admin: httpx.AsyncClient) -> None:
    assert (await admin.patch("/skills/refunds", json={"parent_id": None})).status_code == 200
    assert await ids(admin, roots=True) == ["money", "refunds"]
    assert await ids(admin, parent_id="refunds") == ["chargebacks"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"parent_id": "chargebacks"}, "parent_id"),
        ({"parent_id": "money"}, "parent_id"),
        ({"parent_id": "nobody"}, "parent_id"),
        ({"level_type_id": "nobody"}, "level_type_id"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"tags": ["x" * 101]}, "tags.0"),
    ],
)
async def test_a_change_into_nonsense_is_refused_with_the_field_named(
    admin: httpx.AsyncClient, database: Database, body: dict[str, object], field: str
) -> None:
    answer = await admin.patch("/skills/money", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert await outbox_of(database) == []


async def test_another_level_type_needs_a_step_at_or_below_every_held_level(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient, database: Database
) -> None:
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds"})
    refused = await admin.patch("/skills/refunds", json={"level_type_id": "stars"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "level_type_id")
    assert (await admin.patch("/skills/money", json={"level_type_id": "stars"})).status_code == 200
    assert (await outbox_of(database))[-1].levels[0] == Level(value=2, name="Bronze")  # type: ignore[attr-defined]


async def test_a_level_that_the_new_type_lacks_is_called_after_the_step_below(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    await admin.patch("/skills/refunds", json={"level_type_id": "stars"})
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds", "level": 5})
    assert (await admin.patch("/skills/refunds", json={"level_type_id": "basic"})).status_code == 200
    (held,) = (await manager.get("/persons/agent/skills")).json()["items"]
    assert (held["level"], held["level_name"]) == (5, "Basic")


async def test_skills_are_filtered(admin: httpx.AsyncClient) -> None:
    await admin.post(
        "/skills", json={"name": "A", "skill_type": "soft", "level_type_id": "stars", "tags": ["vip"]}
    )
    await admin.post("/skills/money/retire")
    for filters in ({"skill_type": "soft"}, {"level_type_id": "stars"}, {"tag": "vip"}):
        assert await ids(admin, **filters) == ["a"]
    assert await ids(admin, category="Cards") == ["refunds"]
    assert await ids(admin, origin="tag") == []
    assert await ids(admin, active=False) == ["money"]
    assert await ids(admin, active=True) == ["a", "chargebacks", "refunds"]


async def test_a_retired_skill_is_kept_by_its_holders_and_given_to_nobody(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient, database: Database
) -> None:
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds"})
    await database.pool.execute("DELETE FROM outbox")
    for _ in range(2):
        answer = await admin.post("/skills/refunds/retire")
        assert (answer.status_code, answer.json()["active"], answer.json()["revision"]) == (200, False, 2)
    (event,) = await outbox_of(database)
    assert isinstance(event, SkillRetired)
    assert len((await manager.get("/persons/agent/skills")).json()["items"]) == 1
    refused = await manager.post("/persons/coach/skills", json={"skill_id": "refunds"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "skill_id")
    assert (await admin.patch("/skills/refunds", json={"name": "Other"})).status_code == 409
    assert await ids(admin, parent_id="refunds", active=True) == ["chargebacks"]


async def test_a_prediction_of_a_retired_skill_is_ignored_with_that_reason(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await admin.post("/skills/refunds/retire")
    await react(database, when_skill_predicted_open_proposals, a_skill_predicted())
    assert (await admin.get("/proposals")).json()["items"] == []
    assert await database.pool.fetchval("SELECT reason FROM ignored_prediction") == "retired"
    answer = await admin.get("/ignored-predictions", params={"reason": "retired"})
    assert [ignored["reason"] for ignored in answer.json()["items"]] == ["retired"]


async def test_a_waiting_proposal_of_a_retired_skill_is_not_approved_until_it_is_restored(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await react(database, when_skill_predicted_open_proposals, a_skill_predicted())
    (proposal,) = (await admin.get("/proposals")).json()["items"]
    await admin.post("/skills/refunds/retire")
    refused = await admin.post(f"/proposals/{proposal['id']}/approve")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/skill-retired")
    await admin.post("/skills/refunds/restore")
    assert (await admin.post(f"/proposals/{proposal['id']}/approve")).status_code == 200


async def test_an_award_of_a_retired_skill_waits_until_it_is_restored(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient, database: Database
) -> None:
    await admin.patch("/skills/refunds", json={"name": "Money Back"})
    await admin.post("/skills/refunds/retire")
    award = an_assessment_completed(skills=({"skill_id": "money-back"},))
    assert await react(database, when_assessment_completed_grant_skills, award) == []
    assert (await admin.post("/skills/refunds/restore")).json()["active"] is True
    (held,) = (await manager.get("/persons/agent/skills")).json()["items"]
    assert held["skill_id"] == "refunds"
    assert [event.TYPE for event in await outbox_of(database)][-2:] == [
        "skill.changed.v1",
        "skill.assigned.v1",
    ]


async def test_only_skill_administrators_change_and_retire(served: Api) -> None:
    manager = served.as_("manager")
    assert (await manager.patch("/skills/refunds", json={"name": "X"})).status_code == 403
    for action in ("retire", "restore"):
        assert (await manager.post(f"/skills/refunds/{action}")).status_code == 403
        assert (await served.as_("admin").post(f"/skills/nobody/{action}")).status_code == 404


async def test_a_change_of_a_skill_that_changed_meanwhile_is_refused_with_how_it_stands(
    admin: httpx.AsyncClient,
) -> None:
    seen = (await admin.get("/skills/refunds")).headers["ETag"]
    await admin.patch("/skills/refunds", json={"category": "Money"})
    late = await admin.patch("/skills/refunds", json={"category": None}, headers={"If-Match": seen})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed-meanwhile")
    assert (late.json()["current"]["category"], late.headers["ETag"]) == ("Money", '"2"')
    again = await admin.patch(
        "/skills/refunds", json={"category": None}, headers={"If-Match": late.headers["ETag"]}
    )
    assert (again.status_code, again.json()["category"], again.json()["name"]) == (200, None, "Refunds")
