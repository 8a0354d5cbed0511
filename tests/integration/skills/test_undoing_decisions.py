"""A decision about a proposal can be undone for ten minutes; notes can be left at any time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from tests.integration.skills.proposing import decide, listed, predict
from touchline_contracts.skills import DecisionUndone, SkillRejected, SkillRemoved
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import NOW, Api, outbox_of, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    levels = [{"value": 1, "name": "Basic"}, {"value": 2, "name": "Expert"}]
    await admin.post("/level-types", json={"name": "Two", "levels": levels})
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "two"})
    await database.pool.execute("DELETE FROM outbox")
    await predict(database)


async def held(client: httpx.AsyncClient) -> list[tuple[str, int]]:
    items = (await client.get("/persons/agent/skills")).json()["items"]
    return [(item["skill_id"], item["level"]) for item in items]


async def ledger(client: httpx.AsyncClient) -> list[tuple[str, str, str]]:
    items = (await client.get("/persons/agent/ledger")).json()["items"]
    return [(item["kind"], item["evidence"]["kind"], item["evidence"]["id"]) for item in items]


async def test_an_approval_undone_takes_the_skill_away_and_the_proposal_waits_again(
    database: Database, manager: httpx.AsyncClient
) -> None:
    proposal = (await decide(manager, "approve")).json()
    assert proposal["undo_until"] == (NOW + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    answer = await decide(manager, "undo", comment="Wrong person.")
    assert (answer.status_code, answer.json()["state"], answer.json()["undo_until"]) == (
        200,
        "requested",
        None,
    )
    assert await held(manager) == []
    assert await ledger(manager) == [
        ("removed", "proposal", proposal["id"]),
        ("assigned", "proposal", proposal["id"]),
    ]
    undone, removed = (await outbox_of(database))[-2:]
    assert isinstance(undone, DecisionUndone)
    assert isinstance(removed, SkillRemoved)
    assert (undone.proposal_id, undone.revision, removed.revision) == (proposal["id"], 3, 4)
    (waiting,) = await listed(manager, state="requested")
    assert (waiting["decided_by"], waiting["undo_until"], waiting["sample_count"]) == (None, None, 1)
    assert (await decide(manager, "approve")).status_code == 200
    assert await held(manager) == [("refunds", 1)]


async def test_what_was_held_before_the_approval_stays(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await manager.post("/persons/agent/skills", json={"skill_id": "refunds"})
    await decide(manager, "approve")
    assert (await decide(manager, "undo")).status_code == 200
    assert await held(manager) == [("refunds", 1)]
    assert isinstance((await outbox_of(database))[-1], DecisionUndone)


async def test_what_was_raised_since_the_approval_stays(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await decide(manager, "approve")
    raised = an_assessment_completed(skills=[{"skill_id": "refunds", "level": 2}])
    await react(database, when_assessment_completed_grant_skills, raised)
    assert (await decide(manager, "undo")).status_code == 200
    assert await held(manager) == [("refunds", 2)]
    assert [kind for kind, *_ in await ledger(manager)] == ["level_changed", "assigned"]


async def test_a_rejection_undone_no_longer_bars_the_skill(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await decide(manager, "reject")
    assert (await decide(manager, "undo")).status_code == 200
    rejected, undone = await outbox_of(database)
    assert isinstance(rejected, SkillRejected)
    assert isinstance(undone, DecisionUndone)
    assert await database.pool.fetchval("SELECT count(*) FROM rejection") == 0
    assert (await decide(manager, "approve")).status_code == 200
    assert await held(manager) == [("refunds", 1)]


@pytest.mark.parametrize(
    ("decision", "instead"), [("approve", "remove the skill"), ("reject", "lift the rejection")]
)
async def test_after_ten_minutes_it_is_too_late_and_the_answer_says_until_when_it_was_not(
    manager: httpx.AsyncClient, clock: FixedClock, decision: str, instead: str
) -> None:
    await decide(manager, decision)
    clock.advance(timedelta(minutes=10, seconds=1))
    answer = await decide(manager, "undo")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/undo-too-late")
    assert (NOW + timedelta(minutes=10)).isoformat() in answer.json()["detail"]
    assert instead in answer.json()["detail"]


async def test_at_the_last_moment_it_is_not_too_late(manager: httpx.AsyncClient, clock: FixedClock) -> None:
    await decide(manager, "reject")
    clock.advance(timedelta(minutes=10))
    assert (await decide(manager, "undo")).status_code == 200


async def test_what_waits_or_was_lifted_cannot_be_undone(manager: httpx.AsyncClient) -> None:
    assert (await decide(manager, "undo")).json()["type"] == "/problems/not-decided"
    await decide(manager, "reject")
    await decide(manager, "lift")
    assert (await decide(manager, "undo")).json()["type"] == "/problems/not-decided"


async def test_an_undone_decision_does_not_stand_beside_a_newer_proposal(
    database: Database, manager: httpx.AsyncClient
) -> None:
    proposal = (await decide(manager, "approve")).json()
    await database.pool.execute("DELETE FROM held_skill")
    await predict(database, 2)
    answer = await manager.post(f"/proposals/{proposal['id']}/undo", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/pending-already")
    assert len(await listed(manager, state="requested")) == 1


async def test_of_two_who_undo_at_once_one_does(database: Database, served: Api) -> None:
    await decide(served.as_("manager"), "approve")
    both = (decide(served.as_("manager"), "undo"), decide(served.as_("admin"), "undo"))
    assert sorted(answer.status_code for answer in await asyncio.gather(*both)) == [200, 409]


async def test_notes_are_left_in_any_state_and_decide_nothing(
    database: Database, manager: httpx.AsyncClient
) -> None:
    (proposal,) = await listed(manager)
    path = f"/proposals/{proposal['id']}"
    first = await manager.post(f"{path}/comments", json={"comment": "Ask Ann."})
    assert (first.status_code, first.json()["actor"]) == (201, "manager")
    assert await outbox_of(database) == []
    await decide(manager, "reject", comment="Too early.")
    await manager.post(f"{path}/comments", json={"comment": "Again in May."})
    await decide(manager, "undo")
    detail = (await manager.get(path)).json()
    assert [(entry["kind"], entry["comment"]) for entry in detail["activity"]] == [
        ("requested", ""),
        ("commented", "Ask Ann."),
        ("rejected", "Too early."),
        ("commented", "Again in May."),
        ("undone", ""),
    ]


async def test_notes_and_undoing_are_for_those_who_may_decide(
    manager: httpx.AsyncClient, served: Api
) -> None:
    (proposal,) = await listed(manager)
    for action in ("comments", "undo"):
        path, note = f"/proposals/{proposal['id']}/{action}", {"comment": "Hm."}
        for person in ("stranger", "agent"):
            assert (await served.as_(person).post(path, json=note)).status_code == 403
        assert (await manager.post(f"/proposals/nobody/{action}", json=note)).status_code == 404


@pytest.mark.parametrize("comment", ["", " \n ", "x" * 100_001])
async def test_a_note_without_text_is_refused_with_the_field_named(
    manager: httpx.AsyncClient, comment: str
) -> None:
    answer = await decide(manager, "comments", comment=comment)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "comment")
