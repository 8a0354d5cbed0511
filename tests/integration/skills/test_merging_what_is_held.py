"""Who held a merged skill holds its target, and the ledger tells how."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from tests.integration.skills.merging import define, give, held, merge
from touchline_contracts.skills import SkillAssigned, SkillLevelChanged, SkillRemoved
from touchline_runtime.testing import outbox_of, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    await define(admin)
    await database.pool.execute("DELETE FROM outbox")


async def ledger(client: httpx.AsyncClient) -> list[tuple[Any, ...]]:
    items = (await client.get("/persons/agent/ledger")).json()["items"]
    return [
        (e["revision"], e["kind"], e["skill_id"], e["level"], e["evidence"]["kind"], e["evidence"]["id"])
        for e in items
    ]


@pytest.mark.parametrize(
    ("level", "own", "then"),
    [(1, None, 2), (2, None, 2), (4, None, 2), (5, None, 5), (9, None, 5), (9, 2, 5), (2, 5, 5), (3, 2, 2)],
)
async def test_nobody_loses_a_level_of_the_target(
    admin: httpx.AsyncClient, level: int, own: int | None, then: int
) -> None:
    await give(admin, "refunds", level)
    if own is not None:
        await give(admin, "repayments", own)
    await merge(admin)
    assert await held(admin) == [("repayments", then)]
    assert (await admin.get("/ledger/differences")).json()["items"] == []


async def test_the_ledger_says_that_one_skill_went_into_the_other(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await give(admin, "refunds", 5)
    await give(admin, "repayments", 2)
    await database.pool.execute("DELETE FROM outbox")
    await merge(admin)
    assert await ledger(admin) == [
        (4, "level_changed", "repayments", 5, "merge", "refunds"),
        (3, "merged_away", "refunds", None, "merge", "repayments"),
        (2, "assigned", "repayments", 2, "hand", None),
        (1, "assigned", "refunds", 5, "hand", None),
    ]
    removed, raised = (await outbox_of(database))[2:]
    assert isinstance(removed, SkillRemoved)
    assert (removed.skill_id, removed.revision, removed.cause) == ("refunds", 3, "merged")
    assert isinstance(raised, SkillLevelChanged)
    assert (raised.skill_id, raised.revision, raised.previous_level, raised.decided_by) == (
        "repayments",
        4,
        2,
        "admin",
    )


async def test_who_holds_the_target_as_high_is_told_of_the_old_skill_alone(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await give(admin, "refunds", 5)
    await give(admin, "repayments", 5)
    await database.pool.execute("DELETE FROM outbox")
    await merge(admin)
    assert [kind for _, kind, *_ in await ledger(admin)] == ["merged_away", "assigned", "assigned"]
    assert [event.TYPE for event in (await outbox_of(database))[2:]] == ["skill.removed.v1"]


async def test_who_held_only_the_old_skill_holds_the_target_from_now_on(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await give(admin, "refunds", 7)
    await merge(admin)
    (assigned,) = [each for each in await outbox_of(database) if isinstance(each, SkillAssigned)][1:]
    assert (assigned.skill_id, assigned.level, assigned.level_name) == ("repayments", 5, "Gold")


async def test_an_award_by_the_old_id_is_one_of_the_target(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await merge(admin)
    award = an_assessment_completed(skills=[{"skill_id": "refunds", "level": 9}])
    await react(database, when_assessment_completed_grant_skills, award)
    assert await held(admin) == [("repayments", 5)]


async def test_awards_that_waited_for_a_retired_skill_are_granted_as_the_target(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await admin.post("/skills/refunds/retire")
    await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    assert await held(admin) == []
    await merge(admin)
    assert await held(admin) == [("repayments", 2)]
    assert await database.pool.fetchval("SELECT count(*) FROM waiting_grant") == 0
