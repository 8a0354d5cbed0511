"""Proposals by skill, confidence and who decided, newest or surest first; and what was not proposed."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.integration.skills.proposing import decide, listed, predict
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database

CONFIDENCES = {"a": 0.9, "b": 0.95, "c": 0.9, "d": 0.7}


@pytest.fixture
async def proposals(database: Database, clock: FixedClock) -> None:
    """Four for the agent, one a minute."""
    for number, (skill, confidence) in enumerate(CONFIDENCES.items()):
        await predict(database, number, skill_id=skill, confidence=confidence)
        clock.advance(timedelta(minutes=1))


async def pages(client: httpx.AsyncClient, path: str, **params: str) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = []
    cursor = None
    while not found or cursor:
        answer = await client.get(path, params={**params, **({"after": cursor} if cursor else {})})
        assert answer.status_code == 200
        found.append(answer.json()["items"])
        cursor = answer.json()["next"]
    return found


@pytest.mark.usefixtures("proposals")
async def test_the_surest_come_first_and_no_page_repeats_or_skips_one(manager: httpx.AsyncClient) -> None:
    for limit in ("1", "2", "3"):
        found = await pages(manager, "/proposals", order="confidence", limit=limit)
        skills = [item["skill_id"] for page in found for item in page]
        assert (skills[0], sorted(skills[1:3]), skills[3:]) == ("b", ["a", "c"], ["d"])


@pytest.mark.usefixtures("proposals")
async def test_proposals_are_filtered_by_skill_confidence_and_who_decided(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    async def skills(**filters: str) -> list[str]:
        return [item["skill_id"] for item in await listed(manager, **filters)]

    assert await skills() == ["d", "c", "b", "a"]
    assert await skills(skill="c") == ["c"]
    assert await skills(min_confidence="0.9") == ["c", "b", "a"]
    assert await skills(min_confidence="0.9", order="confidence", skill="d") == []
    await decide(manager, "reject", 0)
    await decide(admin, "reject", 1)
    assert await skills(decided_by="manager") == ["d"]
    assert await skills(decided_by="manager", state="requested") == []


@pytest.mark.usefixtures("proposals")
async def test_a_cursor_of_the_other_order_is_refused(manager: httpx.AsyncClient) -> None:
    for order, other in (("newest", "confidence"), ("confidence", "newest")):
        first = await manager.get("/proposals", params={"order": order, "limit": "1"})
        cursor = first.json()["next"]
        answer = await manager.get("/proposals", params={"order": other, "after": cursor})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after")


@pytest.mark.parametrize(
    ("name", "value"), [("min_confidence", "1.1"), ("min_confidence", "nan"), ("order", "oldest")]
)
async def test_a_filter_that_makes_no_sense_is_refused_with_its_name(
    manager: httpx.AsyncClient, name: str, value: str
) -> None:
    answer = await manager.get("/proposals", params={name: value})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name)


async def test_what_was_not_proposed_is_listed_with_the_reason_newest_first(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    for skill in ("a", "b"):
        await admin.post("/skills", json={"name": skill})
        await predict(database, len(skill), prediction_id=f"first-{skill}", skill_id=skill)
    await predict(database, 1, prediction_id="waiting", skill_id="a")
    clock.advance(timedelta(minutes=1))
    (proposal,) = await listed(manager, skill="a")
    await manager.post(f"/proposals/{proposal['id']}/reject", json={})
    await predict(database, 2, times=3, prediction_id="barred", skill_id="a")
    clock.advance(timedelta(minutes=1))
    await decide(manager, "approve")
    (proposal,) = await listed(manager, skill="b")
    await manager.post(f"/proposals/{proposal['id']}/approve", json={})
    await predict(database, 3, prediction_id="known", skill_id="b")

    async def ignored(**filters: str) -> list[tuple[str, str]]:
        found = await pages(manager, "/ignored-predictions", **{"limit": "2", **filters})
        return [(item["prediction_id"], item["reason"]) for page in found for item in page]

    assert await ignored() == [("known", "held"), ("barred", "rejected"), ("waiting", "pending")]
    assert await ignored(reason="rejected") == [("barred", "rejected")]
    assert await ignored(skill="b", person="agent", team="payments") == [("known", "held")]


async def test_what_was_not_proposed_is_seen_within_ones_teams(
    database: Database, served: Api, stranger: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await predict(database, 1)
    await predict(database, 2)
    path = "/ignored-predictions"
    assert len((await admin.get(path)).json()["items"]) == 1
    assert (await stranger.get(path)).json()["items"] == []
    assert (await stranger.get(path, params={"person": "agent"})).status_code == 403
    assert (await stranger.get(path, params={"team": "payments"})).status_code == 403
    assert (await served.as_("agent").get(path)).status_code == 403
    for params, field in (({"reason": "propose"}, "reason"), ({"after": "x"}, "after")):
        answer = await admin.get(path, params=params)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
