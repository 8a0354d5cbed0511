"""Tasks with their assessments beside them, as far as the caller may see those."""

from __future__ import annotations

from tests.integration.coaching.calls import MINE, THEIRS
from tests.integration.coaching.seen import define, publish
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


async def test_a_task_has_its_assessments_beside_it_as_far_as_the_caller_may_see_them(
    database: Database, coaching: Api
) -> None:
    await define(database)
    await define(database, "named", coach_rule="named_person", coach_id="coach")
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    manager = coaching.as_("manager")
    (task,) = (await manager.get("/tasks")).json()["items"]
    full = (await manager.get("/tasks/CS0001/assessments")).json()["items"]
    fields = ("id", "state", "trainee_id", "coach_id", "rating")
    assert task["assessments"] == [{field: each[field] for field in fields} for each in full]
    assert {each["coach_id"] for each in full} == {"manager", "coach"}
    # their task went over to this team; its assessments stay with the team that they were opened for
    moved = a_task_closed(**THEIRS | {"team_id": "payments", "revision": 3})
    await publish(database, moved)
    beside = {item["number"]: item["assessments"] for item in (await manager.get("/tasks")).json()["items"]}
    assert (len(beside["CS0001"]), beside["CS0002"]) == (2, [])
    assert (await manager.get("/tasks/CS0002/assessments")).json()["items"] == []


async def test_a_tasks_assessments_are_for_whom_the_task_is(database: Database, coaching: Api) -> None:
    await define(database)
    await publish(database, a_task_closed(**MINE), a_task_closed(**THEIRS))
    assert len((await coaching.as_("agent").get("/tasks/CS0001/assessments")).json()["items"]) == 1
    for caller, number, status in (
        ("manager", "CS0002", 403),
        ("agent", "CS0002", 403),
        ("admin", "unheard-of", 404),
    ):
        answer = await coaching.as_(caller).get(f"/tasks/{number}/assessments")
        assert answer.status_code == status


async def test_at_most_twenty_assessments_stand_beside_a_task(database: Database, coaching: Api) -> None:
    for number in range(21):
        await define(database, f"opportunity-{number}")
    await publish(database, a_task_closed(**MINE))
    manager = coaching.as_("manager")
    assert len((await manager.get("/tasks")).json()["items"][0]["assessments"]) == 20
    assert len((await manager.get("/tasks/CS0001/assessments")).json()["items"]) == 21
