"""Names are never blank, and a parent is named by any id that it is known by."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integration.skills.merging import define, merge


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    await define(admin)


async def parent_of(client: httpx.AsyncClient, skill: str) -> str | None:
    found: str | None = (await client.get(f"/skills/{skill}")).json()["parent_id"]
    return found


@pytest.mark.parametrize("merged", [False, True])
async def test_a_parent_may_be_named_by_a_former_name_or_a_merged_skill(
    admin: httpx.AsyncClient, merged: bool
) -> None:
    if merged:
        await merge(admin)
    today = "repayments" if merged else "refunds"
    for number, named in enumerate(("moneyback", "refunds")):
        name = f"Leaf {number}"
        answer = await admin.post("/skills", json={"name": name, "parent_id": named})
        assert (answer.status_code, answer.json()["parent_id"]) == (201, today)
        await admin.patch(f"/skills/leaf-{number}", json={"parent_id": None})
        answer = await admin.patch(f"/skills/leaf-{number}", json={"parent_id": named})
        assert (answer.status_code, answer.json()["parent_id"]) == (200, today)
        sheet = f"name,parent_id\nSheet {number},{named}\n{name},{named}\n"
        answer = await admin.post("/skills/import", json={"csv": sheet})
        assert answer.json() == {"defined": 1, "changed": 0, "unchanged": 1}
        assert await parent_of(admin, f"sheet-{number}") == today
        below = (await admin.get("/skills", params={"parent_id": named})).json()["items"]
        assert f"leaf-{number}" in [skill["id"] for skill in below]


async def test_a_skill_does_not_come_below_itself_by_another_of_its_ids(admin: httpx.AsyncClient) -> None:
    for skill in ("refunds", "money"):
        answer = await admin.patch(f"/skills/{skill}", json={"parent_id": "moneyback"})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/cycle")
    answer = await admin.post("/skills/import", json={"csv": "name,parent_id\nMoney,moneyback\n"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-rows")
    assert (await parent_of(admin, "refunds"), await parent_of(admin, "money")) == ("money", None)


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/skills", {"name": " \n "}, "name"),
        ("PATCH", "/skills/refunds", {"name": "   "}, "name"),
        ("POST", "/level-types", {"name": " ", "levels": [{"value": 1, "name": "One"}]}, "name"),
        ("POST", "/level-types", {"name": "T", "levels": [{"value": 1, "name": "  "}]}, "levels.0.name"),
        (
            "POST",
            "/level-types",
            {"name": "T", "levels": [{"value": 1, "name": "Expert"}, {"value": 2, "name": "expert "}]},
            "levels",
        ),
    ],
)
async def test_a_blank_name_or_the_same_one_twice_is_refused(
    admin: httpx.AsyncClient, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await admin.request(method, path, json=body)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
    assert (await admin.get("/skills/refunds")).json()["name"] == "Refunds"


async def test_white_space_around_a_name_is_taken_off(admin: httpx.AsyncClient) -> None:
    answer = await admin.patch("/skills/refunds", json={"name": " Paying back\t"})
    assert answer.json()["name"] == "Paying back"
    assert (await admin.get("/skills/paying-back")).json()["id"] == "refunds"


async def test_a_reason_that_there_is_not_is_refused_with_those_that_there_are(
    admin: httpx.AsyncClient,
) -> None:
    answer = await admin.get("/ignored-predictions", params={"reason": "dull"})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "reason"
    assert error["reason"] == "Input should be 'held', 'pending', 'retired' or 'rejected'"
