"""Catalogs over HTTP."""

from __future__ import annotations

import httpx
import pytest

from touchline_runtime.testing import Api


@pytest.fixture(autouse=True)
async def course(author: httpx.AsyncClient) -> None:
    body = {"id": "c1", "title": "Refunds", "source": "free_form", "text": "Read this."}
    assert (await author.post("/courses", json=body)).status_code == 201


async def test_a_catalog_is_seen_by_the_teams_it_applies_to(
    admin: httpx.AsyncClient, agent: httpx.AsyncClient, served: Api
) -> None:
    body = {"title": "Money", "course_ids": ["c1"], "team_ids": ["payments"]}
    answer = await admin.post("/catalogs", json=body)
    assert answer.status_code == 201, answer.text
    assert [item["title"] for item in (await agent.get("/catalogs")).json()["items"]] == ["Money"]
    assert (await agent.get("/catalogs")).json()["items"][0]["course_ids"] == ["c1"]
    assert (await served.as_("other").get("/catalogs")).json()["items"] == []


async def test_a_catalog_is_seen_by_the_teams_that_its_owner_manages(
    stranger: httpx.AsyncClient, agent: httpx.AsyncClient, served: Api
) -> None:
    await stranger.post("/catalogs", json={"title": "Claims"})
    assert len((await served.as_("other").get("/catalogs")).json()["items"]) == 1
    assert (await agent.get("/catalogs")).json()["items"] == []


async def test_my_catalogs_are_those_that_i_own(manager: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    await manager.post("/catalogs", json={"title": "Mine"})
    await admin.post("/catalogs", json={"title": "Theirs", "team_ids": ["payments"]})
    everything = (await manager.get("/catalogs", params={"limit": 1})).json()
    assert everything["items"][0]["title"] == "Mine"
    after = (await manager.get("/catalogs", params={"after": everything["next"]})).json()
    assert [item["title"] for item in after["items"]] == ["Theirs"]
    own = (await manager.get("/catalogs", params={"own": "true"})).json()["items"]
    assert [item["title"] for item in own] == ["Mine"]


async def test_a_title_is_used_once_in_any_case(manager: httpx.AsyncClient) -> None:
    assert (await manager.post("/catalogs", json={"title": "Money"})).status_code == 201
    assert (await manager.post("/catalogs", json={"title": "MONEY"})).status_code == 409


async def test_an_unknown_course_is_refused_with_the_field_named(manager: httpx.AsyncClient) -> None:
    answer = await manager.post("/catalogs", json={"title": "Money", "course_ids": ["c1", "nobody"]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "course_ids.1")


async def test_catalogs_are_made_for_ones_own_teams(manager: httpx.AsyncClient, served: Api) -> None:
    body = {"title": "Money", "team_ids": ["claims"]}
    assert (await manager.post("/catalogs", json=body)).status_code == 403
    assert (await served.as_("agent").post("/catalogs", json={"title": "Money"})).status_code == 403
    assert (await served.anonymous().get("/catalogs")).status_code == 401
