"""Who changed a skill, when and how, can be read."""

from __future__ import annotations

from typing import Any

import httpx

from skills.catalogue.when_task_names_skills_define_them import when_task_names_skills_define_them
from touchline_runtime.testing import NOW, Api, react
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

AT = NOW.isoformat().replace("+00:00", "Z")


async def history(client: httpx.AsyncClient, skill: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(f"/skills/{skill}/history")).json()["items"]
    return items


async def told(client: httpx.AsyncClient, skill: str) -> list[tuple[str, int, str]]:
    return [(entry["skill_id"], entry["revision"], entry["kind"]) for entry in await history(client, skill)]


async def test_each_change_says_who_made_it_and_what_was_there_before(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds", "category": "Cards"})
    await admin.patch("/skills/refunds", json={"name": "Money Back", "category": None, "tags": ["vip"]})
    await admin.patch("/skills/refunds", json={"name": "Money Back"})
    changed, defined = await history(admin, "money-back")
    assert changed == {
        "skill_id": "refunds",
        "revision": 2,
        "kind": "changed",
        "changes": [
            {"field": "name", "before": "Refunds", "after": "Money Back"},
            {"field": "category", "before": "Cards", "after": None},
            {"field": "tags", "before": [], "after": ["vip"]},
        ],
        "actor": "admin",
        "at": AT,
    }
    assert (defined["kind"], defined["revision"], defined["changes"]) == ("defined", 1, [])


async def test_retiring_and_restoring_are_told(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    for action in ("retire", "retire", "restore", "restore"):
        await admin.post(f"/skills/refunds/{action}")
    assert [entry["kind"] for entry in await history(admin, "refunds")] == ["restored", "retired", "defined"]


async def test_a_sheet_tells_of_the_rows_that_changed_something(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    await admin.post("/skills", json={"name": "Money"})
    sheet = "name,category\nRefunds,Cards\nMoney,\nBilling,\n"
    assert (await admin.post("/skills/import", json={"csv": sheet})).status_code == 200
    changed, _ = await history(admin, "refunds")
    assert changed["changes"] == [{"field": "category", "before": None, "after": "Cards"}]
    assert await told(admin, "money") == [("money", 1, "defined")]
    assert [(entry["kind"], entry["actor"]) for entry in await history(admin, "billing")] == [
        ("defined", "admin")
    ]


async def test_nobody_is_named_for_a_skill_that_a_task_brought(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await react(
        database, when_task_names_skills_define_them, a_task_closed(skills=("Refunds",), category=None)
    )
    await admin.post("/skills", json={"name": "Refunds", "description": "Money back."})
    described, defined = await history(admin, "refunds")
    assert (defined["kind"], defined["actor"]) == ("defined", None)
    assert [change["field"] for change in described["changes"]] == ["description", "origin"]


async def test_a_merge_is_told_with_the_history_of_both(admin: httpx.AsyncClient) -> None:
    for name in ("Refunds", "Repayments"):
        await admin.post("/skills", json={"name": name})
    await admin.post("/skills", json={"name": "Chargebacks", "parent_id": "refunds"})
    await admin.post("/skills/refunds/merge", json={"into": "repayments"})
    merged = [("refunds", 2, "merged"), ("repayments", 1, "defined"), ("refunds", 1, "defined")]
    for known_as in ("refunds", "repayments"):
        assert await told(admin, known_as) == merged
    first, _, _ = await history(admin, "refunds")
    assert first["changes"] == [{"field": "merged_into", "before": None, "after": "repayments"}]
    moved, _ = await history(admin, "chargebacks")
    assert moved["changes"] == [{"field": "parent_id", "before": "refunds", "after": "repayments"}]


async def test_the_history_is_read_in_pages(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    for number in range(4):
        await admin.patch("/skills/refunds", json={"description": f"Text {number}"})
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        page = (await admin.get("/skills/refunds/history", params={"limit": 2, "after": after})).json()
        found += [entry["revision"] for entry in page["items"]]
        after = page["next"]
    assert found == [5, 4, 3, 2, 1]


async def test_a_history_of_nothing_and_a_reader_without_a_team_are_refused(
    admin: httpx.AsyncClient, served: Api
) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    assert (await admin.get("/skills/nobody/history")).status_code == 404
    assert (await served.as_("agent").get("/skills/refunds/history")).status_code == 403
