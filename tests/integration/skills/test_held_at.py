"""Who held what at a moment, as the ledger tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from touchline_runtime import directory
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import a_team
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AGENT, TEAM = "/persons/agent/held-skills", "/teams/payments/held-skills"


@pytest.fixture
def clock() -> FixedClock:
    """Stands a month ago, for the ledger is asked about what has passed."""
    return FixedClock(START)


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    await admin.post("/skills", json={"name": "Billing"})


async def held(client: httpx.AsyncClient, path: str, at: datetime) -> list[tuple[object, ...]]:
    answer = await client.get(path, params={"at": at.isoformat()})
    assert answer.status_code == 200, answer.text
    fields = ("person_id", "skill_id", "level") if path.startswith("/teams") else ("skill_id", "level")
    return [tuple(item[field] for field in fields) for item in answer.json()["items"]]


async def give(client: httpx.AsyncClient, skill: str, level: int | None = None) -> None:
    assert (await client.post("/persons/agent/skills", json={"skill_id": skill, "level": level})).is_success


async def test_every_change_holds_from_its_moment_on(manager: httpx.AsyncClient, clock: FixedClock) -> None:
    await give(manager, "refunds", 2)
    clock.advance(DAY)
    await give(manager, "refunds", 5)
    await give(manager, "billing")
    clock.advance(DAY)
    await manager.post("/persons/agent/skills/refunds/remove", json={"reason": "moved on"})
    clock.advance(DAY)
    await give(manager, "refunds")

    assert await held(manager, AGENT, START - HOUR) == []
    assert await held(manager, AGENT, START) == [("refunds", 2)]
    assert await held(manager, AGENT, START + DAY - HOUR) == [("refunds", 2)]
    assert await held(manager, AGENT, START + DAY) == [("billing", 1), ("refunds", 5)]
    assert await held(manager, AGENT, START + 2 * DAY) == [("billing", 1)]
    assert await held(manager, AGENT, START + 3 * DAY) == [("billing", 1), ("refunds", 2)]


async def test_it_says_since_when_and_on_which_evidence(
    manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, "refunds", 2)
    clock.advance(DAY)
    await give(manager, "refunds", 5)
    (item,) = (await manager.get(AGENT, params={"at": (START + DAY).isoformat()})).json()["items"]
    assert item == (await manager.get("/persons/agent/skills")).json()["items"][0]
    assert (item["name"], item["level_name"]) == ("Refunds", "Gold")
    assert item["evidence"] == {"kind": "hand", "id": None}
    assert datetime.fromisoformat(item["since"]) == START
    assert datetime.fromisoformat(item["level_since"]) == START + DAY


async def test_a_skill_that_was_given_back_is_held_since_then(
    manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, "refunds")
    await manager.post("/persons/agent/skills/refunds/remove", json={"reason": "moved on"})
    clock.advance(DAY)
    await give(manager, "refunds")
    (item,) = (await manager.get(AGENT, params={"at": (START + DAY).isoformat()})).json()["items"]
    assert datetime.fromisoformat(item["since"]) == START + DAY


async def test_a_moment_is_the_same_in_every_time_zone(manager: httpx.AsyncClient) -> None:
    await give(manager, "refunds")
    local = START.astimezone().isoformat() if START.astimezone().utcoffset() else f"{START:%FT%T}+00:00"
    answer = await manager.get(AGENT, params={"at": local})
    assert len(answer.json()["items"]) == 1


async def test_a_team_is_its_members_of_today(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await give(manager, "refunds", 5)
    await admin.post("/persons/other/skills", json={"skill_id": "billing"})
    assert await held(manager, TEAM, START) == [("agent", "refunds", 5)]
    joined = a_team(member_ids=("agent", "other"), revision=2)
    await react(database, directory.SUBSCRIPTIONS[0], joined)
    assert await held(manager, TEAM, START) == [("agent", "refunds", 5), ("other", "billing", 1)]
    (first, _) = (await manager.get(TEAM, params={"at": START.isoformat()})).json()["items"]
    assert (first["person_name"], first["name"], first["level_name"]) == ("Agent", "Refunds", "Gold")


async def test_both_come_in_pages_and_as_files(manager: httpx.AsyncClient) -> None:
    await give(manager, "refunds")
    await give(manager, "billing")
    for path in (AGENT, TEAM):
        asked = {"at": START.isoformat(), "limit": "1"}
        first = (await manager.get(path, params=asked)).json()
        second = (await manager.get(path, params={**asked, "after": first["next"]})).json()
        items = first["items"] + second["items"]
        assert ([item["skill_id"] for item in items], second["next"]) == (["billing", "refunds"], None)
        file = (await manager.get(f"{path}.csv", params={"at": START.isoformat()})).text
        assert len(file.splitlines()) == 3
        broken = await manager.get(path, params={**asked, "after": "nonsense"})
        assert (broken.status_code, broken.json()["errors"][0]["field"]) == (422, "after")


@pytest.mark.parametrize("path", [AGENT, TEAM])
@pytest.mark.parametrize("at", [None, "yesterday", "2026-03-02", "2026-03-02T09:00:00", "9000-01-01T00:00Z"])
async def test_a_moment_that_is_unclear_or_to_come_is_refused(
    manager: httpx.AsyncClient, path: str, at: str | None
) -> None:
    answer = await manager.get(path, params={"at": at} if at else {})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "at")


async def test_it_is_told_within_ones_teams_and_about_oneself(
    served: Api, stranger: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    asked = {"at": START.isoformat()}
    for path in (AGENT, TEAM):
        assert (await served.anonymous().get(path, params=asked)).status_code == 401
        assert (await stranger.get(path, params=asked)).status_code == 403
    assert (await served.as_("agent").get(AGENT, params=asked)).status_code == 200
    assert (await served.as_("agent").get(TEAM, params=asked)).status_code == 403
    assert (await admin.get("/teams/nobody/held-skills", params=asked)).status_code == 404
    assert (await stranger.get("/teams/nobody/held-skills", params=asked)).status_code == 403
