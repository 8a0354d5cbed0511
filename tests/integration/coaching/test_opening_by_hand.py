"""Assessments that a coach opens by hand, from any stored task."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.calls import THEIRS, field_of
from tests.integration.coaching.seen import publish
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database


async def test_a_coach_opens_an_assessment_by_hand(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed())
    answer = await coaching.as_("coach").post("/assessments", json={"task_number": "CS0001"})
    assert answer.status_code == 201
    found = answer.json()
    assert (found["trainee_id"], found["coach_id"], found["state"]) == ("agent", "coach", "open")
    assert found["due_at"] == (NOW + timedelta(days=7)).isoformat().replace("+00:00", "Z")
    (event,) = await outbox_of(database)
    assert event.TYPE == "assessment.opened.v1"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "task_number"),
        ({"task_number": "unheard-of"}, "task_number"),
        ({"task_number": "CS0001", "trainee_id": "coach"}, "trainee_id"),
        ({"task_number": "CS0001", "survey_id": "unheard-of"}, "survey_id"),
        ({"task_number": "CS0001", "due_at": "2020-01-01T00:00:00Z"}, "due_at"),
        ({"task_number": "CS0001", "due_at": "tomorrow"}, "due_at"),
        ({"task_number": "CS0001", "due_at": "9999-12-31T23:59:59-14:00"}, "due_at"),
        ({"task_number": "CS0001", "by": "admin"}, "by"),
    ],
)
async def test_an_opening_by_hand_that_makes_no_sense_is_refused_by_name(
    database: Database, coaching: Api, body: dict[str, str], field: str
) -> None:
    await publish(database, a_task_closed())
    assert field_of(await coaching.as_("coach").post("/assessments", json=body)) == field


async def test_a_task_that_nobody_has_needs_a_named_trainee(database: Database, coaching: Api) -> None:
    await publish(database, a_task_closed(agent_id=None))
    coach = coaching.as_("coach")
    assert field_of(await coach.post("/assessments", json={"task_number": "CS0001"})) == "trainee_id"
    body = {"task_number": "CS0001", "trainee_id": "agent"}
    assert (await coach.post("/assessments", json=body)).status_code == 201


async def test_a_coach_opens_assessments_only_of_the_own_teams_people(
    database: Database, coaching: Api
) -> None:
    await publish(database, a_task_closed(**THEIRS))
    answer = await coaching.as_("coach").post("/assessments", json={"task_number": "CS0002"})
    assert answer.status_code == 403


async def test_naming_somebody_of_ones_own_opens_no_other_teams_task(
    database: Database, coaching: Api
) -> None:
    await publish(database, a_task_closed(**THEIRS))
    body = {"task_number": "CS0002", "trainee_id": "agent"}
    assert (await coaching.as_("coach").post("/assessments", json=body)).status_code == 403
    assert (await coaching.as_("admin").post("/assessments", json=body)).status_code == 201


async def test_what_the_own_people_did_for_another_team_can_be_coached(
    database: Database, coaching: Api
) -> None:
    await publish(database, a_task_closed(team_id="billing"))
    body = {"task_number": "CS0001"}
    assert (await coaching.as_("coach").post("/assessments", json=body)).status_code == 201
