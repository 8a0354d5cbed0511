"""What a proposal shows to judge by, and that one prediction gives the skill once."""

from __future__ import annotations

import httpx

from tests.integration.skills.proposing import decide, listed, predict
from touchline_runtime.transaction import Database


async def test_the_case_that_speaks_most_against_it_is_shown_beside_the_samples(
    database: Database, manager: httpx.AsyncClient
) -> None:
    against = {"task_number": "CS0002", "kind": "case", "probability": 0.2, "outcome": "Reopened"}
    await predict(database, counter_case=against)
    (proposal,) = await listed(manager)
    detail = (await manager.get(f"/proposals/{proposal['id']}")).json()
    for shown in (proposal, detail):
        case = shown["counter_case"]
        assert (case["task_number"], case["probability"], case["outcome"]) == ("CS0002", 0.2, "Reopened")
        assert (shown["sample_count"], shown["samples"][0]["outcome"]) == (1, None)


async def test_a_prediction_without_a_counter_case_shows_none(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database)
    (proposal,) = await listed(manager)
    assert proposal["counter_case"] is None


async def test_a_prediction_delivered_three_times_before_and_after_its_approval_is_one_ledger_entry(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    await predict(database, times=3)
    assert (await decide(manager, "approve")).status_code == 200
    await predict(database, times=3)
    assert [proposal["state"] for proposal in await listed(manager)] == ["approved"]
    (entry,) = (await manager.get("/persons/agent/ledger")).json()["items"]
    assert entry["evidence"]["kind"] == "proposal"
