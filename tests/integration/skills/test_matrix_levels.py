"""The matrix of who holds skills at a level, or at least at it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.skills.proposing import predict
from touchline_runtime.transaction import Database

STARS = {
    "name": "Stars",
    "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Silver"}, {"value": 9, "name": "Gold"}],
}


@pytest.fixture(autouse=True)
async def held(database: Database, admin: httpx.AsyncClient) -> None:
    """Refunds and claims have stars, typing has none. The agent is proposed chargebacks as well."""
    await admin.post("/level-types", json=STARS)
    for name in ("Refunds", "Claims", "Chargebacks"):
        await admin.post("/skills", json={"name": name, "level_type_id": "stars", "category": name})
    await admin.post("/skills", json={"name": "Typing"})
    for person, skill, level in (
        ("agent", "refunds", 5),
        ("agent", "claims", 2),
        ("coach", "refunds", 9),
        ("coach", "typing", 1),
        ("operator", "claims", 5),
    ):
        answer = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
        assert answer.is_success, answer.text
    await predict(database, skill_id="chargebacks")


async def shown(client: httpx.AsyncClient, **filters: Any) -> tuple[list[str], list[str]]:
    answer = await client.get("/matrix", params=filters)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return [row["person_id"] for row in found["items"]], [column["id"] for column in found["columns"]]


@pytest.mark.parametrize(
    ("filters", "persons", "columns"),
    [
        ({"skill": "refunds", "level": "silver"}, ["agent"], ["refunds"]),
        ({"skill": "refunds", "level": "5"}, ["agent"], ["refunds"]),
        ({"skill": "refunds", "min_level": "Silver"}, ["agent", "coach"], ["refunds"]),
        ({"skill": "refunds", "min_level": "6"}, ["coach"], ["refunds"]),
        ({"level": "Silver"}, ["agent", "operator"], ["claims", "refunds"]),
        ({"level": "Bronze"}, ["agent"], ["claims"]),
        ({"level": "Basic"}, ["coach"], ["typing"]),
        ({"min_level": "Bronze"}, ["agent", "coach", "operator"], ["claims", "refunds"]),
        ({"min_level": "0"}, ["agent", "coach", "operator"], ["claims", "refunds", "typing"]),
        ({"category": "Claims", "level": "Silver"}, ["operator"], ["claims"]),
        ({"level": "Silver", "person": "agent"}, ["agent"], ["refunds"]),
        ({"level": "Gold", "columns": "all"}, ["coach"], ["chargebacks", "claims", "refunds"]),
        ({"level": "Gold", "person": "agent"}, [], []),
        ({"level": "3"}, [], []),
    ],
)
async def test_rows_hold_a_skill_at_the_level_and_columns_are_held_so(
    manager: httpx.AsyncClient, filters: dict[str, str], persons: list[str], columns: list[str]
) -> None:
    assert await shown(manager, **filters) == (persons, columns)


async def test_a_cell_tells_what_is_held_whatever_level_is_asked_for(manager: httpx.AsyncClient) -> None:
    answer = await manager.get("/matrix", params={"level": "Silver"})
    agent = answer.json()["items"][0]
    assert {cell["skill_id"]: cell["level"] for cell in agent["cells"]} == {"refunds": 5, "claims": 2}


async def test_an_administrator_asks_everybody(admin: httpx.AsyncClient) -> None:
    assert await shown(admin, level="Silver") == (["agent", "operator"], ["claims", "refunds"])


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"level": "Platinum"}, "level"),
        ({"min_level": "99999999999"}, "min_level"),
        ({"level": "Gold", "min_level": "Gold"}, "min_level"),
    ],
)
async def test_a_level_that_there_is_none_of_is_named(
    manager: httpx.AsyncClient, filters: dict[str, str], field: str
) -> None:
    answer = await manager.get("/matrix", params=filters)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
