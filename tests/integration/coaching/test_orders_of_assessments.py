"""In which order assessments are listed, and that pages keep it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.calls import field_of, ids
from tests.integration.coaching.seen import define, publish
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


@pytest.mark.parametrize("order", ["due", "recent", "points", "closed", "task_done"])
async def test_pages_together_hold_everything_once_in_each_order(
    database: Database, coaching: Api, order: str
) -> None:
    await define(database)
    await publish(database, *(a_task_closed(number=f"CS{number}") for number in range(7)))
    if order == "closed":
        async with database.reading() as conn:
            await conn.execute("update assessment set state = 'closed_incomplete', closed_at = now()")
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 3, "order": order}
    while True:
        page = (await coaching.as_("manager").get("/assessments", params=params)).json()
        seen += [item["task_number"] for item in page["items"]]
        if page["next"] is None:
            break
        params["after"] = page["next"]
    assert sorted(seen) == [f"CS{number}" for number in range(7)]


async def test_what_was_closed_or_done_last_comes_first_and_what_is_not_is_left_out(
    database: Database, coaching: Api
) -> None:
    await define(database)
    days = [(f"CS{number}", NOW - timedelta(days=number)) for number in range(3)]
    await publish(database, *(a_task_closed(number=number, closed_at=at) for number, at in days))
    manager = coaching.as_("manager")
    assert await ids(manager, order="task_done") == ["CS0", "CS1", "CS2"]
    assert await ids(manager, order="closed") == []
    for number in ("CS2", "CS0"):
        (found,) = (await manager.get("/assessments", params={"task": number})).json()["items"]
        await manager.post(f"/assessments/{found['id']}/close", json={"reason": "not needed"})
    assert sorted(await ids(manager, order="closed")) == ["CS0", "CS2"]


async def test_the_most_points_come_first_and_managed_leaves_the_managers_teams(
    database: Database, coaching: Api
) -> None:
    await define(database)
    await publish(database, *(a_task_closed(number=f"CS{number}") for number in range(3)))
    async with database.reading() as conn:
        await conn.execute("update assessment set points = right(task_number, 1)::integer")
    manager = coaching.as_("manager")
    assert await ids(manager, order="points", managed="true") == ["CS2", "CS1", "CS0"]
    (closed,) = (await manager.get("/assessments", params={"task": "CS1"})).json()["items"]
    await manager.post(f"/assessments/{closed['id']}/close", json={"reason": "not needed"})
    assert await ids(manager, order="points") == ["CS2", "CS0"]
    assert await ids(coaching.as_("coach"), managed="true") == []
    page = (await manager.get("/assessments", params={"limit": 1})).json()
    other_order = {"after": page["next"], "order": "points"}
    assert field_of(await manager.get("/assessments", params=other_order)) == "after"
