"""Who holds a skill at its highest level, and who of them has a shift now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from touchline_runtime import directory
from touchline_runtime.http import encode_cursor
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_shift, a_team
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
KEEP_COPY = directory.SUBSCRIPTIONS[0]


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    """Payments has Ana and Ben as well; Gold in refunds: Ana, the agent and the stranger's other."""
    members = ("agent", "ana", "ben")
    await react(
        database,
        KEEP_COPY,
        *(a_person(id, name=f"Person {id}") for id in members),
        a_team(member_ids=members, revision=2),
    )
    await admin.post("/level-types", json=STARS)
    for name in ("Refunds", "Chargebacks"):
        await admin.post("/skills", json={"name": name, "level_type_id": "stars"})
    await admin.post("/skills", json={"name": "Typing"})
    await give(admin, "refunds", agent=5, ana=5, ben=2, other=5)
    await give(admin, "chargebacks", ben=5)
    await give(admin, "typing", ana=1)


async def give(admin: httpx.AsyncClient, skill: str, **levels: int) -> None:
    for person, level in levels.items():
        answer = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
        assert answer.is_success, answer.text


async def experts(client: httpx.AsyncClient, **filters: Any) -> list[tuple[str, str]]:
    answer = await client.get("/experts", params=filters)
    assert answer.status_code == 200, answer.text
    return [(item["skill_id"], item["person_id"]) for item in answer.json()["items"]]


def from_now(begin: int, end: int) -> dict[str, datetime]:
    """A shift's times, hours from now."""
    now = datetime.now(UTC)
    return {"starts_at": now + timedelta(hours=begin), "ends_at": now + timedelta(hours=end)}


async def test_experts_hold_the_highest_level_of_a_level_type_that_has_several(
    manager: httpx.AsyncClient,
) -> None:
    assert await experts(manager) == [("chargebacks", "ben"), ("refunds", "agent"), ("refunds", "ana")]
    (ben,) = (await manager.get("/experts", params={"skill": "chargebacks"})).json()["items"]
    assert (ben["name"], ben["level"], ben["level_name"], ben["on_call"]) == ("Person ben", 5, "Gold", False)
    assert ben["level_since"] == "2026-03-02T09:00:00Z"


async def test_experts_are_of_the_callers_teams_and_of_all_for_admins(
    manager: httpx.AsyncClient, stranger: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    assert await experts(stranger) == [("refunds", "other")]
    assert len(await experts(admin)) == 4
    assert await experts(admin, team="claims") == [("refunds", "other")]
    assert (await manager.get("/experts", params={"team": "claims"})).status_code == 403


async def test_somebody_who_left_is_no_expert(database: Database, manager: httpx.AsyncClient) -> None:
    await react(database, KEEP_COPY, a_person("ana", active=False, revision=2))
    assert await experts(manager, skill="refunds") == [("refunds", "agent")]


async def test_an_expert_is_on_call_during_a_shift_and_for_its_team(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await react(
        database,
        KEEP_COPY,
        a_shift("now", person_id="ana", team_id="payments", **from_now(-1, 1)),
        a_shift("over", person_id="agent", team_id="payments", **from_now(-9, -1)),
        a_shift("later", person_id="ben", team_id="payments", **from_now(1, 9)),
        a_shift("elsewhere", person_id="other", team_id="payments", **from_now(-1, 1)),
    )
    assert await experts(manager, on_call=True) == [("refunds", "ana")]
    told = (await manager.get("/experts")).json()["items"]
    assert [item["person_id"] for item in told if item["on_call"]] == ["ana"]
    assert len(told) == 3
    assert await experts(admin, on_call=True, skill="refunds") == [("refunds", "other"), ("refunds", "ana")]
    assert await experts(admin, on_call=True, team="claims") == []


async def test_pages_of_experts_follow_one_another(manager: httpx.AsyncClient) -> None:
    found: list[tuple[str, str]] = []
    place: dict[str, str] = {}
    while True:
        page = (await manager.get("/experts", params={"limit": 1, **place})).json()
        found += [(item["skill_id"], item["person_id"]) for item in page["items"]]
        if page["next"] is None:
            break
        place = {"after": page["next"]}
    assert found == await experts(manager)
    answer = await manager.get("/experts", params={"after": encode_cursor("Refunds")})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after")


async def test_agents_do_not_list_experts(served: Any) -> None:
    assert (await served.as_("agent").get("/experts")).status_code == 403
