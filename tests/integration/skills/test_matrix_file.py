"""The matrix as a file: a line a person, a column a skill."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from skills.matrix import export_matrix
from tests.integration.skills.proposing import predict
from touchline_runtime.transaction import Database

HOSTILE = "=cmd|'/c calc'!A1"
CROWD = """
INSERT INTO person (id, name, active, time_zone, revision)
    SELECT 'p' || i, 'Person ' || lpad(i::text, 3, '0'), true, 'UTC', 1 FROM generate_series(1, 450) AS i
"""


@pytest.fixture(autouse=True)
async def held(database: Database, admin: httpx.AsyncClient) -> None:
    """The agent holds refunds and is proposed chargebacks; the coach holds a skill with a hostile name."""
    for name in ("Refunds", "Chargebacks", "Typing"):
        await admin.post("/skills", json={"name": name})
    hostile = (await admin.post("/skills", json={"name": HOSTILE})).json()["id"]
    for person, skill in (("agent", "refunds"), ("coach", hostile)):
        answer = await admin.post(f"/persons/{person}/skills", json={"skill_id": skill})
        assert answer.is_success, answer.text
    await predict(database, skill_id="chargebacks")


async def table(client: httpx.AsyncClient, **filters: str) -> list[list[str]]:
    answer = await client.get("/matrix.csv", params=filters)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))


async def test_a_cell_is_a_levels_name_a_recommendation_or_empty(manager: httpx.AsyncClient) -> None:
    assert await table(manager, skill_text="s") == [
        ["person_id", "name", "Chargebacks", "Refunds"],
        ["agent", "Agent", "recommended", "Basic"],
        ["coach", "Coach", "", ""],
        ["operator", "Operator", "", ""],
    ]


async def test_a_skills_name_is_no_formula(manager: httpx.AsyncClient) -> None:
    assert (await table(manager))[0][2] == f"'{HOSTILE}"


async def test_filters_hold_and_paging_is_refused(manager: httpx.AsyncClient) -> None:
    assert await table(manager, level="Basic", skill="refunds") == [
        ["person_id", "name", "Refunds"],
        ["agent", "Agent", "Basic"],
    ]
    for paging in ({"limit": "1"}, {"before": "x"}, {"after_skill": "x"}, {"skills": "3"}):
        assert (await manager.get("/matrix.csv", params=paging)).status_code == 422
    assert (await manager.get("/matrix.csv", params={"team": "elsewhere"})).status_code == 403


async def test_everybody_comes_once_however_many_pages_are_read(
    database: Database, admin: httpx.AsyncClient
) -> None:
    async with database.reading() as conn:
        await conn.execute(CROWD)
    lines = await table(admin, person_text="person", columns="all")
    assert [line[0] for line in lines[1:]] == [f"p{number}" for number in range(1, 451)]
    assert len(lines[0]) == 6


async def test_more_skills_than_a_file_has_columns_for_are_refused(
    manager: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_matrix, "MOST_COLUMNS", 3)
    answer = await manager.get("/matrix.csv", params={"columns": "all"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "skill_text")
    assert len((await table(manager))[0]) == 5
