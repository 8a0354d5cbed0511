"""What happens at once happens as if it had happened in turn."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import a_skill_predicted, an_assessment_completed
from touchline_runtime.transaction import Database

ROUNDS = range(8)


@pytest.mark.parametrize("number", ROUNDS)
async def test_an_award_and_the_definition_of_its_skill_meet(
    number: int, database: Database, admin: httpx.AsyncClient
) -> None:
    awards = [an_assessment_completed(assessment_id=f"a{n}", trainee_id=f"person-{n}") for n in range(3)]
    await asyncio.gather(
        *(react(database, when_assessment_completed_grant_skills, award) for award in awards[:2]),
        admin.post("/skills", json={"name": "Refunds"}),
        react(database, when_assessment_completed_grant_skills, awards[2]),
    )
    assert await database.pool.fetchval("SELECT count(*) FROM held_skill") == 3
    assert await database.pool.fetchval("SELECT count(*) FROM waiting_grant") == 0


@pytest.mark.parametrize("number", ROUNDS)
async def test_a_prediction_that_meets_a_rejection_leaves_nothing_to_decide(
    number: int, database: Database, served: Api
) -> None:
    admin = served.as_("admin")
    await admin.post("/skills", json={"name": "Refunds"})
    await react(database, when_skill_predicted_open_proposals, a_skill_predicted())
    (proposal,) = (await admin.get("/proposals")).json()["items"]
    again = [a_skill_predicted(prediction_id=f"again-{n}") for n in range(3)]
    await asyncio.gather(
        *(react(database, when_skill_predicted_open_proposals, event) for event in again[:2]),
        admin.post(f"/proposals/{proposal['id']}/reject"),
        react(database, when_skill_predicted_open_proposals, again[2]),
    )
    assert [item["state"] for item in (await admin.get("/proposals")).json()["items"]] == ["rejected"]
    assert await database.pool.fetchval("SELECT count(*) FROM ignored_prediction") == 3


@pytest.mark.parametrize("number", ROUNDS)
async def test_decisions_about_one_person_are_numbered_without_gaps(
    number: int, database: Database, served: Api
) -> None:
    admin = served.as_("admin")
    for name in ("A", "B", "C", "D"):
        await admin.post("/skills", json={"name": name})
    await asyncio.gather(
        *(admin.post("/persons/agent/skills", json={"skill_id": skill}) for skill in ("a", "b", "c", "d"))
    )
    ledger = (await admin.get("/persons/agent/ledger")).json()["items"]
    assert [entry["revision"] for entry in ledger] == [4, 3, 2, 1]
