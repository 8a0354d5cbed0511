"""A manager raises, lowers and takes away what a person holds, and the ledger tells of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_contracts.skills import SkillAssigned, SkillLevelChanged, SkillRemoved
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
HELD = "/persons/agent/skills/refunds"
REASON = {"reason": "the certificate was somebody else's"}


@pytest.fixture(autouse=True)
async def gold(admin: httpx.AsyncClient) -> None:
    """The agent holds refunds at Gold."""
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    await admin.post("/persons/agent/skills", json={"skill_id": "refunds", "level": 5})


async def held(client: httpx.AsyncClient) -> dict[str, int]:
    items = (await client.get("/persons/agent/skills")).json()["items"]
    return {item["skill_id"]: item["level"] for item in items}


async def ledger(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    return list((await client.get("/persons/agent/ledger")).json()["items"])


async def test_a_level_is_lowered_by_hand(database: Database, manager: httpx.AsyncClient) -> None:
    answer = await manager.patch(HELD, json={"level": 2})
    assert answer.json() == {"person_id": "agent", "skill_id": "refunds", "level": 2, "valid_until": None}
    assert await held(manager) == {"refunds": 2}
    newest = (await outbox_of(database))[-1]
    assert isinstance(newest, SkillLevelChanged)
    assert (newest.previous_level, newest.level, newest.level_name) == (5, 2, "Bronze")
    assert (newest.decided_by, newest.evidence.kind, newest.revision) == ("manager", "hand", 2)
    assert [(entry["kind"], entry["level"]) for entry in await ledger(manager)] == [
        ("level_changed", 2),
        ("assigned", 5),
    ]


async def test_the_level_that_is_held_already_changes_nothing(
    database: Database, manager: httpx.AsyncClient
) -> None:
    before = len(await outbox_of(database))
    assert (await manager.patch(HELD, json={"level": 5})).status_code == 200
    assert (len(await outbox_of(database)), len(await ledger(manager))) == (before, 1)


async def test_a_level_that_the_skill_does_not_have_is_refused(manager: httpx.AsyncClient) -> None:
    answer = await manager.patch(HELD, json={"level": 3})
    assert answer.json()["type"] == "/problems/unknown-level"
    assert "2, 5" in answer.text
    assert await held(manager) == {"refunds": 5}


async def test_a_retired_skill_is_lowered_and_not_raised(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    assert (await admin.post("/skills/refunds/retire")).is_success
    assert (await manager.patch(HELD, json={"level": 2})).status_code == 200
    assert (await manager.patch(HELD, json={"level": 5})).json()["type"] == "/problems/skill-retired"


async def test_a_skill_is_taken_away_with_a_reason_and_may_be_awarded_again(
    database: Database, manager: httpx.AsyncClient
) -> None:
    assert (await manager.post(f"{HELD}/remove", json=REASON)).status_code == 204
    assert await held(manager) == {}
    newest = (await outbox_of(database))[-1]
    assert isinstance(newest, SkillRemoved)
    assert (newest.revision, newest.decided_by, newest.reason) == (2, "manager", REASON["reason"])
    entry = (await ledger(manager))[0]
    assert (entry["kind"], entry["level"], entry["reason"]) == ("removed", None, REASON["reason"])
    (again,) = await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    assert isinstance(again, SkillAssigned)
    assert await held(manager) == {"refunds": 2}


@pytest.mark.parametrize(
    ("method", "path", "body"), [("PATCH", "", {"level": 2}), ("POST", "/remove", REASON)]
)
async def test_only_what_is_held_by_ones_own_people_is_corrected(
    served: Api, manager: httpx.AsyncClient, stranger: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    assert (await stranger.request(method, f"{HELD}{path}", json=body)).status_code == 403
    assert (await served.as_("agent").request(method, f"{HELD}{path}", json=body)).status_code == 403

    unknown = await manager.request(method, f"/persons/agent/skills/unheard-of{path}", json=body)
    assert unknown.status_code == 404
    await manager.post(f"{HELD}/remove", json=REASON)
    answer = await manager.request(method, f"{HELD}{path}", json=body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-held")


@pytest.mark.parametrize("body", [{}, {"reason": " "}])
async def test_a_removal_gives_its_reason(manager: httpx.AsyncClient, body: dict[str, str]) -> None:
    answer = await manager.post(f"{HELD}/remove", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
    assert await held(manager) == {"refunds": 5}
