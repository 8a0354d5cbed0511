"""What is held is checked against the ledger, and rebuilt from it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from touchline_runtime.testing import outbox_of
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
PERSONS = ("agent", "coach", "other")


@pytest.fixture(autouse=True)
async def history(admin: httpx.AsyncClient) -> None:
    """Three persons hold refunds at Gold; the agent held billing too."""
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    await admin.post("/skills", json={"name": "Billing"})
    for person in PERSONS:
        await admin.post(f"/persons/{person}/skills", json={"skill_id": "refunds"})
        await admin.patch(f"/persons/{person}/skills/refunds", json={"level": 5})
    await admin.post("/persons/agent/skills", json={"skill_id": "billing"})
    await admin.post("/persons/agent/skills/billing/remove", json={"reason": "moved on"})


async def tamper(database: Database) -> None:
    """A wrong level, a skill too many and one too few, as no use case would write them."""
    await database.pool.execute("UPDATE held_skill SET level = 2 WHERE person_id = 'agent'")
    await database.pool.execute(
        "INSERT INTO held_skill SELECT person_id, 'billing', 1, now(), now(), 'hand' FROM held_skill "
        "WHERE person_id = 'agent'"
    )
    await database.pool.execute("DELETE FROM held_skill WHERE person_id = 'other'")


async def differences(client: httpx.AsyncClient) -> list[tuple[str, str, int | None, int | None]]:
    items = (await client.get("/ledger/differences")).json()["items"]
    return [
        (each["person_id"], each["skill_id"], level(each["held"]), level(each["replayed"])) for each in items
    ]


def level(state: dict[str, Any] | None) -> int | None:
    return state["level"] if state else None


async def held(client: httpx.AsyncClient) -> dict[str, Any]:
    return {person: (await client.get(f"/persons/{person}/skills")).json()["items"] for person in PERSONS}


FOUND = [("agent", "billing", 1, None), ("agent", "refunds", 2, 5), ("other", "refunds", None, 5)]


async def test_what_the_use_cases_wrote_does_not_differ(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/ledger/differences")).json() == {"items": [], "next": None}


async def test_every_difference_is_told_with_what_each_side_says(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await tamper(database)
    assert await differences(admin) == FOUND
    file = (await admin.get("/ledger/differences.csv")).text
    assert len(file.splitlines()) == 1 + len(FOUND)


@pytest.mark.parametrize(
    "change",
    ["since = since - interval '1 day'", "level_since = now()", "evidence_kind = 'x'", "evidence_id = 'x'"],
)
async def test_a_difference_in_anything_is_told(
    database: Database, admin: httpx.AsyncClient, change: str
) -> None:
    await database.pool.execute(f"UPDATE held_skill SET {change} WHERE person_id = 'coach'")
    assert await differences(admin) == [("coach", "refunds", 5, 5)]


async def test_a_page_compares_so_many_persons_and_may_be_empty(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await tamper(database)
    found: list[list[str]] = []
    after: str | None = ""
    while after is not None:
        page = (await admin.get("/ledger/differences", params={"limit": 1, "after": after})).json()
        found.append([each["skill_id"] for each in page["items"]])
        after = page["next"]
    assert found == [["billing", "refunds"], [], ["refunds"]]


async def test_rebuilding_mends_everybody_and_tells_nobody(
    database: Database, admin: httpx.AsyncClient
) -> None:
    before = await held(admin), await database.pool.fetch("SELECT * FROM ledger"), await outbox_of(database)
    await tamper(database)
    answer = (await admin.post("/ledger/rebuild")).json()
    assert (answer["persons"], answer["next"]) == (3, None)
    assert [(each["person_id"], each["skill_id"]) for each in answer["mended"]] == [f[:2] for f in FOUND]
    after = await held(admin), await database.pool.fetch("SELECT * FROM ledger"), await outbox_of(database)
    assert after == before
    assert (await admin.post("/ledger/rebuild")).json()["mended"] == []


async def test_rebuilding_goes_through_all_in_slices(database: Database, admin: httpx.AsyncClient) -> None:
    await tamper(database)
    first = (await admin.post("/ledger/rebuild", json={"limit": 2})).json()
    assert (first["persons"], len(first["mended"])) == (2, 2)
    second = (await admin.post("/ledger/rebuild", json={"limit": 2, "after": first["next"]})).json()
    assert (second["persons"], len(second["mended"]), second["next"]) == (1, 1, None)
    assert await differences(admin) == []


async def test_one_person_is_rebuilt_alone(database: Database, admin: httpx.AsyncClient) -> None:
    await tamper(database)
    answer = (await admin.post("/ledger/rebuild", json={"person_id": "other"})).json()
    assert (answer["persons"], len(answer["mended"])) == (1, 1)
    assert await differences(admin) == FOUND[:2]


async def test_rebuilding_waits_for_what_is_being_decided(admin: httpx.AsyncClient) -> None:
    moves = [admin.patch("/persons/agent/skills/refunds", json={"level": n}) for n in (2, 5, 2, 5)]
    rebuilds = [admin.post("/ledger/rebuild") for _ in range(4)]
    answers = await asyncio.gather(*(call for pair in zip(moves, rebuilds, strict=True) for call in pair))
    assert [answer.json()["mended"] for answer in answers[1::2]] == [[]] * 4
    assert await differences(admin) == []


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"person_id": "nobody"}, 404, None),
        ({"after": "nonsense"}, 422, "after"),
        ({"person_id": "agent", "after": "x"}, 422, "after"),
        ({"limit": 1000}, 422, "limit"),
        ({"persn_id": "agent"}, 422, "persn_id"),
    ],
)
async def test_a_rebuild_of_what_is_not_there_is_refused(
    admin: httpx.AsyncClient, body: dict[str, Any], status: int, field: str | None
) -> None:
    answer = await admin.post("/ledger/rebuild", json=body)
    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == ([field] if field else [])


async def test_both_are_for_administrators_of_skills(manager: httpx.AsyncClient) -> None:
    assert (await manager.get("/ledger/differences")).status_code == 403
    assert (await manager.post("/ledger/rebuild")).status_code == 403
