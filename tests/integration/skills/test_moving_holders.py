"""A skill that very many hold is merged in portions: its holders are moved ahead, some at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from skills.merging import merge_skills
from tests.integration.skills.merging import define, held, merge
from tests.integration.skills.proposing import listed, predict
from touchline_contracts.coaching import AssessmentCompleted
from touchline_runtime.testing import Api, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database

PEOPLE = [f"person-{n}" for n in range(7)]


def award(person: str, number: int = 0, skill: str = "refunds", level: int = 6) -> AssessmentCompleted:
    given = {"skill_id": skill, "level": level}
    return an_assessment_completed(assessment_id=f"{person}-{number}", trainee_id=person, skills=[given])


@pytest.fixture(autouse=True)
async def holders(admin: httpx.AsyncClient, database: Database) -> None:
    await define(admin)
    for person in PEOPLE:
        await react(database, when_assessment_completed_grant_skills, award(person))


async def move(client: httpx.AsyncClient, skill: str = "refunds", **asked: Any) -> httpx.Response:
    return await client.post(f"/skills/{skill}/move-holders", json={"into": "repayments", **asked})


async def all_held(admin: httpx.AsyncClient) -> list[tuple[str, int]]:
    return sorted([pair for person in PEOPLE for pair in await held(admin, person)])


async def consistent(admin: httpx.AsyncClient) -> bool:
    items: list[object] = (await admin.get("/ledger/differences")).json()["items"]
    return not items


async def test_everybody_holds_one_of_the_two_after_each_portion(admin: httpx.AsyncClient) -> None:
    for moved, left in ((3, 4), (3, 1), (1, 0), (0, 0)):
        answer = await move(admin, limit=3)
        assert (answer.status_code, answer.json()) == (200, {"moved": moved, "left": left})
        assert await all_held(admin) == [("refunds", 6)] * left + [("repayments", 5)] * (7 - left)
        assert await consistent(admin)
    assert (await merge(admin)).status_code == 200
    assert await all_held(admin) == [("repayments", 5)] * 7


async def test_the_ledger_tells_it_as_it_tells_a_merge(admin: httpx.AsyncClient) -> None:
    await move(admin, limit=4)
    await merge(admin)
    told = set()
    for person in PEOPLE:
        entries = (await admin.get(f"/persons/{person}/ledger")).json()["items"]
        told.add(tuple((e["kind"], e["skill_id"], e["level"], e["evidence"]["kind"]) for e in entries))
    assert told == {
        (
            ("assigned", "repayments", 5, "merge"),
            ("merged_away", "refunds", None, "merge"),
            ("assigned", "refunds", 6, "assessment"),
        )
    }


async def test_who_is_awarded_the_skill_meanwhile_is_moved_by_the_merge(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await move(admin)
    await react(database, when_assessment_completed_grant_skills, award("person-0", 1, level=9))
    assert await held(admin, "person-0") == [("refunds", 9), ("repayments", 5)]
    await merge(admin)
    assert await all_held(admin) == [("repayments", 5)] * 7
    assert await consistent(admin)


async def test_a_merge_of_too_many_holders_says_what_to_do_and_changes_nothing(
    admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_skills, "MOST", 5)
    answer = await merge(admin)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-many-holders")
    assert "POST /skills/refunds/move-holders" in answer.json()["detail"]
    assert await all_held(admin) == [("refunds", 6)] * 7
    await move(admin, limit=2)
    assert (await merge(admin)).status_code == 200
    assert await all_held(admin) == [("repayments", 5)] * 7


@pytest.mark.parametrize(
    ("skill", "asked", "status", "said"),
    [
        ("nothing", {}, 404, "/problems/not-found"),
        ("refunds", {"into": "nothing"}, 422, "/problems/unknown-skill"),
        ("refunds", {"into": "moneyback"}, 422, "/problems/into-itself"),
        ("money", {"into": "refunds"}, 422, "/problems/cycle"),
        ("refunds", {"limit": 0}, 422, "/problems/invalid"),
        ("refunds", {"limit": 1_001}, 422, "/problems/invalid"),
    ],
)
async def test_what_could_not_be_merged_is_not_moved(
    admin: httpx.AsyncClient, skill: str, asked: dict[str, Any], status: int, said: str
) -> None:
    answer = await move(admin, skill, **asked)
    assert (answer.status_code, answer.json()["type"]) == (status, said)
    if "limit" in asked:
        assert [error["field"] for error in answer.json()["errors"]] == ["limit"]
    assert await all_held(admin) == [("refunds", 6)] * 7


async def test_nobody_is_moved_into_a_retired_skill_or_out_of_a_merged_one(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills/repayments/retire")
    assert (await move(admin)).json()["type"] == "/problems/skill-retired"
    await admin.post("/skills/repayments/restore")
    await merge(admin)
    assert (await move(admin)).json()["type"] == "/problems/already-merged"


async def test_holders_are_moved_by_administrators_of_skills_alone(served: Api) -> None:
    for person in ("manager", "stranger", "agent"):
        assert (await move(served.as_(person))).status_code == 403


@pytest.mark.parametrize("number", range(4))
async def test_portions_meet_awards_approvals_each_other_and_the_merge(
    number: int, admin: httpx.AsyncClient, database: Database
) -> None:
    for n, person in enumerate(PEOPLE):
        await predict(database, n, person_id=person, skill_id="repayments")
    proposals = [proposal["id"] for proposal in await listed(admin)]
    raised = [award(person, 1, "repayments", 2) for person in PEOPLE]
    answers = await asyncio.gather(
        move(admin, limit=4),
        *(react(database, when_assessment_completed_grant_skills, one) for one in raised[:3]),
        move(admin, limit=4),
        *(admin.post(f"/proposals/{proposal}/approve", json={}) for proposal in proposals[:3]),
        merge(admin),
        move(admin, limit=4),
        *(react(database, when_assessment_completed_grant_skills, one) for one in raised[3:]),
    )
    assert {answer.status_code for answer in answers if isinstance(answer, httpx.Response)} <= {200, 409}
    assert await all_held(admin) == [("repayments", 5)] * 7
    assert await consistent(admin)
