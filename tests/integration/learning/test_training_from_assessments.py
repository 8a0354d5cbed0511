"""Training that assessments ask for."""

from __future__ import annotations

import httpx
import pytest

from learning.learning_tasks.when_assessment_resolved_assign_training import (
    when_assessment_resolved_assign_training as assign_training,
)
from touchline_contracts.learning import LearningTaskAssigned
from touchline_runtime.testing import delivered, outbox_of, react
from touchline_runtime.testing.events import an_assessment_resolved
from touchline_runtime.transaction import Database

COURSE = {"title": "Refunds", "source": "free_form", "text": "Read this.", "days_to_complete": 2}


@pytest.fixture(autouse=True)
async def course(author: httpx.AsyncClient) -> None:
    assert (await author.post("/courses", json={**COURSE, "id": "course-1"})).status_code == 201


async def test_each_course_becomes_a_task_of_the_trainee(
    database: Database, agent: httpx.AsyncClient
) -> None:
    (event,) = await react(database, assign_training, an_assessment_resolved())
    assert isinstance(event, LearningTaskAssigned)
    assert (event.person_id, event.course_id, event.assessment_id) == ("agent", "course-1", "assessment-1")
    (task,) = (await agent.get("/tasks")).json()["items"]
    assert (task["id"], task["assigned_by"]) == (event.learning_task_id, "manager")


async def test_resolving_again_after_reopening_asks_for_nothing_twice(
    database: Database, agent: httpx.AsyncClient
) -> None:
    again = an_assessment_resolved(revision=7, training=("course-1", "course-1"))
    await react(database, assign_training, an_assessment_resolved(), again)
    task_id = (await agent.get("/tasks")).json()["items"][0]["id"]
    await agent.post(f"/tasks/{task_id}/complete")
    assert await react(database, assign_training, delivered(again, id="later")) == []
    assert len((await agent.get("/tasks")).json()["items"]) == 1


async def test_what_was_cancelled_can_be_asked_for_again(
    database: Database, manager: httpx.AsyncClient
) -> None:
    (event,) = await react(database, assign_training, an_assessment_resolved())
    assert isinstance(event, LearningTaskAssigned)
    await manager.post(f"/tasks/{event.learning_task_id}/cancel")
    assert len(await react(database, assign_training, an_assessment_resolved(revision=8))) == 1


async def test_an_unknown_course_waits_until_it_is_published(
    database: Database, agent: httpx.AsyncClient, author: httpx.AsyncClient
) -> None:
    wanted = an_assessment_resolved(training=("course-2", "course-1"))
    events = await react(
        database, assign_training, wanted, an_assessment_resolved(revision=9, training=("course-2",))
    )
    assert [event.course_id for event in events if isinstance(event, LearningTaskAssigned)] == ["course-1"]
    await author.post("/courses", json={**COURSE, "id": "course-2"})
    assert {item["course_id"] for item in (await agent.get("/tasks")).json()["items"]} == {
        "course-1",
        "course-2",
    }
    assert [event.TYPE for event in await outbox_of(database)][-2:] == [
        "course.published.v1",
        "learning_task.assigned.v1",
    ]


async def test_an_assessment_without_training_leads_to_nothing(database: Database) -> None:
    assert await react(database, assign_training, an_assessment_resolved(training=())) == []
