"""Proposals: from a prediction to a manager's decision."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.integration.skills.proposing import decide, listed, predict
from touchline_contracts.skills import RejectionLifted, SkillApproved, SkillAssigned, SkillRejected
from touchline_runtime import directory
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    await database.pool.execute("DELETE FROM outbox")


async def test_a_prediction_becomes_a_proposal_with_its_evidence(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database)
    (proposal,) = await listed(manager, state="requested", person="agent", team="payments")
    assert (proposal["person_id"], proposal["skill_id"], proposal["confidence"]) == ("agent", "refunds", 0.82)
    assert proposal["samples"][0]["task_number"] == "CS0001"
    assert proposal["explanation"]


async def test_approval_assigns_the_skill_and_says_both(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database)
    answer = await decide(manager, "approve", comment="Seen it.")
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")
    approved, assigned = await outbox_of(database)
    assert isinstance(approved, SkillApproved)
    assert isinstance(assigned, SkillAssigned)
    assert (approved.revision, assigned.revision, assigned.level) == (1, 2, 1)
    assert assigned.evidence.id == approved.proposal_id == answer.json()["id"]
    (held,) = (await manager.get("/persons/agent/skills")).json()["items"]
    assert (held["skill_id"], held["evidence"]["kind"]) == ("refunds", "proposal")


async def test_a_decision_is_made_once(database: Database, manager: httpx.AsyncClient) -> None:
    await predict(database)
    await decide(manager, "approve")
    for decision in ("approve", "reject", "lift"):
        answer = await decide(manager, decision)
        assert answer.status_code == 409
    assert len(await outbox_of(database)) == 2


async def test_of_two_managers_deciding_at_once_one_does_and_the_other_is_told_who(
    database: Database, served: Api
) -> None:
    await predict(database)
    both = (decide(served.as_("manager"), "approve"), decide(served.as_("admin"), "reject"))
    won, lost = sorted(await asyncio.gather(*both), key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    (proposal,) = await listed(served.as_("admin"))
    assert proposal["state"] == won.json()["state"]
    assert lost.json()["type"] == "/problems/already-decided"
    assert f"{proposal['state']} already by '{proposal['decided_by']}'" in lost.json()["detail"]


async def test_a_prediction_delivered_three_times_is_one_proposal_and_none_after_its_rejection(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database, times=3)
    assert len(await listed(manager)) == 1
    assert (await decide(manager, "reject")).status_code == 200
    await predict(database, times=3)
    for number in (2, 3, 4):
        await predict(database, number, times=3)
    assert [proposal["state"] for proposal in await listed(manager)] == ["rejected"]
    (rejected,) = await outbox_of(database)
    assert isinstance(rejected, SkillRejected)
    assert (await manager.get("/persons/agent/ledger")).json()["items"] == []
    reasons = await database.pool.fetch("SELECT reason FROM ignored_prediction ORDER BY prediction_id")
    assert [row["reason"] for row in reasons] == ["rejected"] * 3


async def test_a_prediction_delivered_three_times_is_one_entry_of_the_ledger_once_approved(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database, times=3)
    assert (await decide(manager, "approve")).status_code == 200
    await predict(database, times=3)
    assert [proposal["state"] for proposal in await listed(manager)] == ["approved"]
    (entry,) = (await manager.get("/persons/agent/ledger")).json()["items"]
    assert (entry["kind"], entry["evidence"]["kind"]) == ("assigned", "proposal")


async def test_what_is_held_or_pending_is_not_proposed(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database, 1)
    await predict(database, 2)
    await decide(manager, "approve")
    await predict(database, 3)
    assert len(await listed(manager)) == 1
    rows = await database.pool.fetch("SELECT prediction_id, reason FROM ignored_prediction ORDER BY 1")
    assert [tuple(row) for row in rows] == [("prediction-2", "pending"), ("prediction-3", "held")]


async def test_a_lifted_rejection_lets_the_skill_be_proposed_again(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await predict(database, 1)
    await decide(manager, "reject")
    assert (await decide(manager, "lift")).json()["state"] == "lifted"
    assert isinstance((await outbox_of(database))[-1], RejectionLifted)
    await predict(database, 2)
    assert [proposal["state"] for proposal in await listed(manager, state="requested")] == ["requested"]


async def test_the_activity_stream_tells_who_did_what(database: Database, manager: httpx.AsyncClient) -> None:
    await predict(database)
    await decide(manager, "reject", comment="Too early.")
    await decide(manager, "lift")
    proposal = (await listed(manager))[0]
    detail = (await manager.get(f"/proposals/{proposal['id']}")).json()
    stream = [(entry["kind"], entry["actor"], entry["comment"]) for entry in detail["activity"]]
    assert stream == [
        ("requested", None, ""),
        ("rejected", "manager", "Too early."),
        ("lifted", "manager", ""),
    ]


async def test_an_unknown_skill_is_proposed_and_approved_once_it_is_defined(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    await predict(database, skill_id="card-payments")
    refused = await decide(manager, "approve")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/skill-unknown")
    await admin.post("/skills", json={"name": "Card Payments", "id": "sk-17"})
    assert (await decide(manager, "approve")).status_code == 200
    assert (await manager.get("/persons/agent/skills")).json()["items"][0]["skill_id"] == "sk-17"


async def test_a_person_not_known_yet_is_seen_by_administrators_and_later_by_the_manager(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    await predict(database, person_id="newcomer")
    assert await listed(manager) == []
    assert len(await listed(admin)) == 1
    joined = a_team(revision=2, member_ids=("agent", "newcomer"))
    await react(database, directory.SUBSCRIPTIONS[0], a_person("newcomer"), joined)
    assert (await decide(manager, "approve")).status_code == 200


async def test_proposals_come_newest_first_in_pages(database: Database, manager: httpx.AsyncClient) -> None:
    for number in range(5):
        await predict(database, number, skill_id=f"skill-{number}")
    seen, cursor = [], None
    for _ in range(3):
        params = {"limit": "2"} | ({"after": cursor} if cursor else {})
        page = (await manager.get("/proposals", params=params)).json()
        seen += [item["skill_id"] for item in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert sorted(seen) == [f"skill-{number}" for number in range(5)]


async def test_proposals_are_decided_within_ones_teams(
    database: Database, served: Api, stranger: httpx.AsyncClient
) -> None:
    await predict(database)
    proposal = (await listed(served.as_("manager")))[0]
    path = f"/proposals/{proposal['id']}"
    assert await listed(stranger) == []
    assert (await stranger.get("/proposals", params={"person": "agent"})).status_code == 403
    assert (await stranger.get("/proposals", params={"team": "payments"})).status_code == 403
    assert (await stranger.get(path)).status_code == 403
    for decision in ("approve", "reject", "lift"):
        assert (await stranger.post(f"{path}/{decision}")).status_code == 403
        assert (await served.as_("agent").post(f"{path}/{decision}")).status_code == 403
        assert (await served.anonymous().post(f"{path}/{decision}")).status_code == 401
    assert (await served.as_("agent").get("/proposals")).status_code == 403


async def test_nonsense_is_refused_with_the_field_named(manager: httpx.AsyncClient) -> None:
    for params, field in (
        ({"state": "maybe"}, "state"),
        ({"after": "x"}, "after"),
        ({"limit": "0"}, "limit"),
    ):
        answer = await manager.get("/proposals", params=params)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert (await manager.post("/proposals/nobody/approve")).status_code == 404
