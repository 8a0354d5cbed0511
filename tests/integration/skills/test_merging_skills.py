"""A skill becomes another id of a second one."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.skills.merging import define, merge
from touchline_contracts.skills import SkillChanged, SkillMerged
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    await define(admin)
    await database.pool.execute("DELETE FROM outbox")


async def test_a_merged_skill_is_another_id_of_its_target(
    admin: httpx.AsyncClient, database: Database
) -> None:
    answer = await merge(admin)
    assert (answer.status_code, answer.json()["id"]) == (200, "repayments")
    for known_as in ("refunds", "moneyback", "repayments"):
        assert (await admin.get(f"/skills/{known_as}")).json()["id"] == "repayments"
    items = (await admin.get("/skills")).json()["items"]
    assert [item["id"] for item in items] == ["chargebacks", "money", "repayments"]
    merged, moved = await outbox_of(database)
    assert isinstance(merged, SkillMerged)
    assert (merged.skill_id, merged.into_skill_id, merged.revision) == ("refunds", "repayments", 3)
    assert isinstance(moved, SkillChanged)
    assert (moved.skill_id, moved.parent_id, moved.revision) == ("chargebacks", "repayments", 2)


async def test_a_retired_skill_below_moves_and_is_told_of_when_it_is_restored(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await admin.post("/skills/chargebacks/retire")
    await database.pool.execute("DELETE FROM outbox")
    await merge(admin)
    (merged,) = await outbox_of(database)
    assert isinstance(merged, SkillMerged)
    restored = (await admin.post("/skills/chargebacks/restore")).json()
    assert (restored["parent_id"], restored["revision"]) == ("repayments", 4)


@pytest.mark.parametrize(
    ("skill", "into", "status", "code", "field"),
    [
        ("refunds", "refunds", 422, "into-itself", "into"),
        ("refunds", "moneyback", 422, "into-itself", "into"),
        ("refunds", "nobody", 422, "unknown-skill", "into"),
        ("nobody", "refunds", 404, "not-found", None),
        ("refunds", "chargebacks", 422, "cycle", "into"),
        ("money", "chargebacks", 422, "cycle", "into"),
        ("refunds", "old", 422, "skill-retired", "into"),
        ("former", "refunds", 409, "already-merged", None),
    ],
)
async def test_a_merge_into_nonsense_is_refused_and_changes_nothing(
    admin: httpx.AsyncClient,
    database: Database,
    skill: str,
    into: str,
    status: int,
    code: str,
    field: str | None,
) -> None:
    for name in ("Old", "Former"):
        await admin.post("/skills", json={"name": name})
    await admin.post("/skills/old/retire")
    await merge(admin, "former", "money")
    await database.pool.execute("DELETE FROM outbox")
    answer = await merge(admin, skill, into)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")
    assert [error["field"] for error in answer.json().get("errors", [])] == ([field] if field else [])
    assert await outbox_of(database) == []


async def test_a_merge_into_an_id_of_a_merged_skill_is_one_into_its_target(admin: httpx.AsyncClient) -> None:
    await merge(admin, "refunds", "repayments")
    assert (await merge(admin, "chargebacks", "refunds")).json()["id"] == "repayments"
    assert (await merge(admin, "repayments", "money")).json()["id"] == "money"
    for known_as in ("refunds", "moneyback", "chargebacks", "repayments"):
        assert (await admin.get(f"/skills/{known_as}")).json()["id"] == "money"


async def test_only_skill_administrators_merge(served: Api) -> None:
    assert (await merge(served.as_("manager"))).status_code == 403


async def test_a_change_by_an_id_of_a_merged_skill_changes_the_target(admin: httpx.AsyncClient) -> None:
    await merge(admin)
    changed = (await admin.patch("/skills/refunds", json={"category": "Cards"})).json()
    assert (changed["id"], changed["category"]) == ("repayments", "Cards")


async def test_a_row_for_a_merged_skill_refuses_the_sheet(admin: httpx.AsyncClient) -> None:
    await merge(admin)
    answer = await admin.post("/skills/import", json={"csv": "name,category\nRefunds,Cards\n"})
    assert answer.status_code == 422
    assert "row 1: 'refunds' was merged into 'repayments'" in answer.json()["detail"]
