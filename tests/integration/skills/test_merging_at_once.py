"""A merge meets what else happens at the moment: it is as if one had come after the other."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from tests.integration.skills.proposing import listed, predict
from touchline_contracts.coaching import AssessmentCompleted
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_skill_predicted, an_assessment_completed
from touchline_runtime.transaction import Database

ROUNDS = range(4)
PEOPLE = [f"person-{n}" for n in range(12)]


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    for name in ("Refunds", "Repayments", "Returns"):
        await admin.post("/skills", json={"name": name})
    for number, person in enumerate(PEOPLE):
        await predict(database, number, person_id=person)


async def merge(client: httpx.AsyncClient, skill: str, into: str) -> int:
    return (await client.post(f"/skills/{skill}/merge", json={"into": into})).status_code


def award(number: int, person: str, skill: str) -> AssessmentCompleted:
    skills = [{"skill_id": skill, "level": None}]
    return an_assessment_completed(assessment_id=f"a{number}", trainee_id=person, skills=skills)


async def consistent(database: Database, admin: httpx.AsyncClient) -> bool:
    """Nothing is held or waits under an id of a merged skill, and the ledger tells the same."""
    stray = await database.pool.fetchval(
        "SELECT count(*) FROM held_skill JOIN skill ON id = skill_id WHERE merged_into IS NOT NULL"
    )
    differences = (await admin.get("/ledger/differences")).json()["items"]
    return not stray and not differences


@pytest.mark.parametrize("number", ROUNDS)
async def test_a_merge_meets_approvals_awards_predictions_and_rebuilding(
    number: int, database: Database, admin: httpx.AsyncClient
) -> None:
    proposals = [proposal["id"] for proposal in await listed(admin)]
    predicted = [
        a_skill_predicted(prediction_id=f"again-{person}", person_id=person, skill_id="repayments")
        for person in PEOPLE
    ]
    awards = [award(n, person, "refunds") for n, person in enumerate(PEOPLE)]
    await asyncio.gather(
        *(admin.post(f"/proposals/{proposal}/approve", json={}) for proposal in proposals[:4]),
        admin.post("/proposals/approve", json={"ids": proposals[4:8]}),
        *(react(database, when_assessment_completed_grant_skills, one) for one in awards[:6]),
        merge(admin, "refunds", "repayments"),
        *(react(database, when_assessment_completed_grant_skills, one) for one in awards[6:]),
        *(react(database, when_skill_predicted_open_proposals, one) for one in predicted),
        admin.post("/ledger/rebuild"),
    )
    for person in PEOPLE:
        items = (await admin.get(f"/persons/{person}/skills")).json()["items"]
        assert [item["skill_id"] for item in items] == ["repayments"]
    assert await consistent(database, admin)
    waiting = [(each["person_id"], each["skill_id"]) for each in await listed(admin, state="requested")]
    assert len({person for person, _ in waiting}) == len(waiting)


@pytest.mark.parametrize("number", ROUNDS)
async def test_two_skills_merged_into_each_other_at_once_become_one(
    number: int, database: Database, admin: httpx.AsyncClient
) -> None:
    for n, person in enumerate(PEOPLE):
        await react(database, when_assessment_completed_grant_skills, award(n, person, "refunds"))
    answers = await asyncio.gather(
        merge(admin, "refunds", "repayments"),
        merge(admin, "repayments", "refunds"),
        merge(admin, "returns", "refunds"),
    )
    assert sorted(answers)[0] == 200
    assert set(answers) <= {200, 409, 422}
    left = (await admin.get("/skills")).json()["items"]
    assert len(left) == 1
    items = (await admin.get("/persons/person-3/skills")).json()["items"]
    assert [item["skill_id"] for item in items] == [left[0]["id"]]
    assert await consistent(database, admin)
