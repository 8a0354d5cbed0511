"""Many proposals are decided at once, with an answer for each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from tests.integration.skills.proposing import decide, listed, predict
from touchline_contracts.skills import SkillApproved, SkillAssigned
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database

SKILLS = ("a", "b", "c")


@pytest.fixture(autouse=True)
async def proposals(admin: httpx.AsyncClient, database: Database) -> list[str]:
    """The ids of three proposals for the agent, by their skills."""
    for number, skill in enumerate(SKILLS):
        await admin.post("/skills", json={"name": skill})
        await predict(database, number, skill_id=skill)
    await database.pool.execute("DELETE FROM outbox")
    waiting = sorted(await listed(admin), key=lambda item: item["skill_id"])
    return [item["id"] for item in waiting]


async def together(client: httpx.AsyncClient, decision: str, ids: Sequence[str]) -> dict[str, Any]:
    answer = await client.post(f"/proposals/{decision}", json={"ids": list(ids), "comment": "Seen."})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


async def test_all_are_approved_with_their_numbers_in_turn(
    database: Database, manager: httpx.AsyncClient, proposals: list[str]
) -> None:
    answer = await together(manager, "approve", [*proposals, proposals[0]])
    assert [one["id"] for one in answer["decided"]] == proposals
    assert all(one["undo_until"] for one in answer["decided"])
    assert answer["undecided"] == []
    events = await outbox_of(database)
    assert [type(event) for event in events] == [SkillApproved, SkillAssigned] * 3
    assert [getattr(event, "revision", None) for event in events] == [1, 2, 3, 4, 5, 6]
    held = (await manager.get("/persons/agent/skills")).json()["items"]
    assert [item["skill_id"] for item in held] == list(SKILLS)
    activity = (await manager.get(f"/proposals/{proposals[1]}")).json()["activity"]
    assert (activity[-1]["kind"], activity[-1]["comment"]) == ("approved", "Seen.")
    await manager.post("/persons/agent/skills", json={"skill_id": "a"})
    assert (await manager.get("/persons/agent/ledger")).json()["items"][0]["revision"] == 6


async def test_what_cannot_be_decided_says_why_and_the_rest_is_decided(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, proposals: list[str]
) -> None:
    await predict(database, 10, person_id="other", skill_id="a")
    await predict(database, 11, skill_id="not-defined")
    (foreign,) = await listed(admin, person="other")
    (unknown,) = [item for item in await listed(admin) if item["skill_id"] == "not-defined"]
    await manager.post(f"/proposals/{proposals[0]}/reject", json={})
    ids = [proposals[0], foreign["id"], "nobody", unknown["id"], proposals[1]]
    answer = await together(manager, "approve", ids)
    assert [one["id"] for one in answer["decided"]] == [proposals[1]]
    assert {one["id"]: one["code"] for one in answer["undecided"]} == {
        proposals[0]: "already-decided",
        foreign["id"]: "forbidden",
        "nobody": "not-found",
        unknown["id"]: "skill-unknown",
    }
    assert "rejected already by 'manager'" in next(
        one["detail"] for one in answer["undecided"] if one["id"] == proposals[0]
    )
    assert [item["state"] for item in await listed(admin, person="other")] == ["requested"]


async def test_all_are_rejected_and_none_is_proposed_again(
    database: Database, manager: httpx.AsyncClient, proposals: list[str]
) -> None:
    answer = await together(manager, "reject", proposals)
    assert len(answer["decided"]) == 3
    for number, skill in enumerate(SKILLS):
        await predict(database, 20 + number, skill_id=skill)
    assert {item["state"] for item in await listed(manager)} == {"rejected"}
    assert await database.pool.fetchval("SELECT count(*) FROM rejection") == 3


async def test_two_who_decide_the_same_at_once_share_them_without_a_double(
    database: Database, served: Api, proposals: list[str]
) -> None:
    one, other = await asyncio.gather(
        together(served.as_("manager"), "approve", proposals),
        together(served.as_("admin"), "reject", proposals[::-1]),
    )
    decided = [item["id"] for item in [*one["decided"], *other["decided"]]]
    assert sorted(decided) == sorted(proposals)
    assert {item["code"] for item in [*one["undecided"], *other["undecided"]]} == {"already-decided"}


async def test_a_decision_about_many_is_undone_one_by_one(
    manager: httpx.AsyncClient, proposals: list[str]
) -> None:
    await together(manager, "approve", proposals)
    assert (await decide(manager, "undo")).status_code == 200
    assert len((await manager.get("/persons/agent/skills")).json()["items"]) == 2


@pytest.mark.parametrize("ids", [[], ["x"] * 101, [""], "x"])
async def test_no_ids_or_too_many_are_refused_with_the_field_named(
    manager: httpx.AsyncClient, ids: object
) -> None:
    answer = await manager.post("/proposals/reject", json={"ids": ids})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("ids")
