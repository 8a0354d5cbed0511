"""Learning tasks over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from touchline_contracts.learning import LearningTaskAssigned, LearningTaskCompleted
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.transaction import Database

COURSE = {
    "id": "c1",
    "title": "Refunds",
    "source": "free_form",
    "text": "Read this.",
    "skills": [{"skill_id": "refunds", "level": 2}],
}


@pytest.fixture(autouse=True)
async def course(author: httpx.AsyncClient, database: Database) -> None:
    assert (await author.post("/courses", json=COURSE)).status_code == 201
    await database.pool.execute("DELETE FROM outbox")


async def assign(client: httpx.AsyncClient, person: str = "agent", **fields: Any) -> httpx.Response:
    return await client.post("/tasks", json={"person_id": person, "course_id": "c1", **fields})


async def test_a_task_is_due_after_the_courses_days(manager: httpx.AsyncClient, database: Database) -> None:
    answer = await assign(manager)
    assert answer.status_code == 201, answer.text
    task = answer.json()
    assert (task["state"], task["colour"], task["course_title"]) == ("assigned", "green", "Refunds")
    (event,) = await outbox_of(database)
    assert isinstance(event, LearningTaskAssigned)
    assert (event.due_at, event.assigned_by, event.revision) == (NOW + timedelta(days=5), "manager", 1)


async def test_completing_carries_the_courses_skills_and_happens_once(
    manager: httpx.AsyncClient, agent: httpx.AsyncClient, database: Database
) -> None:
    task_id = (await assign(manager)).json()["id"]
    assert (await agent.post(f"/tasks/{task_id}/start")).json()["state"] == "in_progress"
    done = await agent.post(f"/tasks/{task_id}/complete")
    assert (done.status_code, done.json()["state"], done.json()["colour"]) == (200, "completed", None)
    event = (await outbox_of(database))[-1]
    assert isinstance(event, LearningTaskCompleted)
    assert [(skill.skill_id, skill.level) for skill in event.skills] == [("refunds", 2)]
    assert event.revision == 3
    for move in ("complete", "start"):
        assert (await agent.post(f"/tasks/{task_id}/{move}")).status_code == 409
    assert (await manager.post(f"/tasks/{task_id}/cancel")).status_code == 409


async def test_a_task_creator_withdraws_a_task_and_the_assignee_cannot(
    manager: httpx.AsyncClient, served: Api
) -> None:
    task_id = (await assign(manager)).json()["id"]
    assert (await served.as_("agent").post(f"/tasks/{task_id}/cancel")).status_code == 403
    assert (await manager.post(f"/tasks/{task_id}/cancel")).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"course_id": "nobody"}, "course_id"),
        ({"due_at": "2026-03-01T09:00:00Z"}, "due_at"),
        ({"due_at": "2026-03-05T09:00:00"}, "due_at"),
        ({"due_at": "9999-12-31T23:59:59Z"}, "due_at"),
        ({"catalog_id": "nobody"}, "catalog_id"),
    ],
)
async def test_nonsense_is_refused_with_the_field_named(
    manager: httpx.AsyncClient, fields: dict[str, str], field: str
) -> None:
    answer = await assign(manager, **fields)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_an_unknown_person_is_refused(admin: httpx.AsyncClient) -> None:
    answer = await assign(admin, "nobody")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "person_id")


async def test_a_task_may_name_a_catalog_that_contains_its_course(manager: httpx.AsyncClient) -> None:
    catalog = (await manager.post("/catalogs", json={"title": "Money", "course_ids": ["c1"]})).json()["id"]
    empty = (await manager.post("/catalogs", json={"title": "Empty"})).json()["id"]
    assert (await assign(manager, catalog_id=catalog)).json()["catalog_id"] == catalog
    assert (await assign(manager, catalog_id=empty)).status_code == 422


async def test_tasks_come_by_due_date_in_pages_and_by_filter(manager: httpx.AsyncClient) -> None:
    for days in (3, 1, 2):
        await assign(manager, due_at=(NOW + timedelta(days=days)).isoformat())
    first = (await manager.get("/tasks", params={"limit": 2})).json()
    rest = (await manager.get("/tasks", params={"limit": 2, "after": first["next"]})).json()
    due = [item["due_at"] for item in first["items"] + rest["items"]]
    assert (due, rest["next"]) == (sorted(due), None)
    assert len(due) == 3
    for params, count in (
        ({"person": "agent", "state": "assigned", "course": "c1", "team": "payments"}, 3),
        ({"state": "completed"}, 0),
        ({"course": "other"}, 0),
    ):
        assert len((await manager.get("/tasks", params=params)).json()["items"]) == count


async def test_an_overdue_task_is_red(manager: httpx.AsyncClient, database: Database) -> None:
    await assign(manager)
    await database.pool.execute("UPDATE learning_task SET due_at = now() - interval '1 hour'")
    assert (await manager.get("/tasks")).json()["items"][0]["colour"] == "red"


async def test_an_odd_time_zone_of_a_person_does_no_harm(
    manager: httpx.AsyncClient, database: Database
) -> None:
    await database.pool.execute("UPDATE person SET time_zone = '../nowhere'")
    await assign(manager)
    assert (await manager.get("/tasks")).status_code == 200


async def test_one_sees_ones_own_tasks_and_those_of_ones_teams(
    manager: httpx.AsyncClient, agent: httpx.AsyncClient, stranger: httpx.AsyncClient, served: Api
) -> None:
    await assign(manager)
    for client, count in ((manager, 1), (agent, 1), (stranger, 0), (served.as_("operator"), 0)):
        assert len((await client.get("/tasks")).json()["items"]) == count
    assert (await stranger.get("/tasks", params={"person": "agent"})).status_code == 403
    assert (await stranger.get("/tasks", params={"team": "payments"})).status_code == 403
    assert (await agent.get("/tasks", params={"person": "agent"})).status_code == 200
    assert (await served.anonymous().get("/tasks")).status_code == 401


async def test_only_the_assignee_and_the_teams_task_creators_move_a_task(
    manager: httpx.AsyncClient, stranger: httpx.AsyncClient, served: Api
) -> None:
    task_id = (await assign(manager)).json()["id"]
    for client in (stranger, served.as_("operator"), served.as_("coach")):
        assert (await client.post(f"/tasks/{task_id}/complete")).status_code == 403
    assert (await assign(stranger)).status_code == 403
    assert (await assign(served.as_("agent"))).status_code == 403
    assert (await manager.post("/tasks/nobody/complete")).status_code == 404
    assert (await manager.post(f"/tasks/{task_id}/complete")).status_code == 200
