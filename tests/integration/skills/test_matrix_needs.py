"""The matrix beside what the work of its teams calls for: their coverage, and columns that are needed."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.skills.needing import DIRECTORY, settle, work
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_team
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    await settle(database, admin)


async def test_the_matrix_tells_the_coverage_of_the_teams_of_its_rows(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await work(database, "refunds", "cards", "typing")
    await react(
        database, DIRECTORY, a_team("claims", manager_id="stranger", member_ids=("other", "ana"), revision=2)
    )
    own = (await manager.get("/teams/payments/coverage")).json()
    for filters in ({}, {"person": "ana"}, {"skill": "cards", "skill_text": "nothing such"}):
        page = (await manager.get("/matrix", params=filters)).json()
        assert page["teams"] == [own]
    page = (await admin.get("/matrix", params={"person": "ana"})).json()
    assert [team["team_id"] for team in page["teams"]] == ["claims", "payments"]
    page = (await admin.get("/matrix", params={"person": "ana", "team": "claims"})).json()
    assert [(team["team_id"], team["coverage"]) for team in page["teams"]] == [("claims", None)]
    assert (await admin.get("/matrix", params={"person_text": "nobody"})).json()["teams"] == []


async def test_the_matrix_shows_the_columns_that_the_teams_of_its_rows_need(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await work(database, "refunds", "typing")
    await work(database, "law", team="claims")
    for client, filters, skills in (
        (manager, {}, ["refunds", "typing"]),
        (manager, {"person": "ben"}, ["refunds", "typing"]),
        (manager, {"skill_text": "TYP"}, ["typing"]),
        (manager, {"team": "night"}, []),
        (admin, {}, ["law", "refunds", "typing"]),
        (admin, {"person_text": "other"}, ["law"]),
        (admin, {"team": "payments"}, ["refunds", "typing"]),
    ):
        page = (await client.get("/matrix", params={"columns": "needed", **filters})).json()
        assert [column["id"] for column in page["columns"]] == skills
    page = (await manager.get("/matrix", params={"columns": "needed", "min_level": "Basic"})).json()
    assert [row["person_id"] for row in page["items"]] == ["agent", "ana", "ben"]
    assert [column["id"] for column in page["columns"]] == ["refunds", "typing"]
    file = (await manager.get("/matrix.csv", params={"columns": "needed"})).text.splitlines()
    assert file[0] == "person_id,name,Refunds,Typing"
