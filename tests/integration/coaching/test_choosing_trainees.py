"""Whose work an opportunity looks at, and which survey about the coach it brings."""

from __future__ import annotations

import pytest

from tests.integration.coaching.calls import field_of
from tests.integration.coaching.seen import define, publish, rows
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

WATCHING = {"name": "Closed", "event_types": ["task.closed"], "condition": "true"}


async def test_who_is_always_coached_is_never_a_control(database: Database) -> None:
    await define(database, sampling_percent=0.0, always_coach=["agent"])
    opened = await publish(database, a_task_closed(), a_task_closed(number="CS0002", agent_id="operator"))
    assert [each.trainee_id for each in opened if isinstance(each, AssessmentOpened)] == ["agent"]
    outcomes = {row["trainee_id"]: row["outcome"] for row in await rows(database, "opportunity_match")}
    assert outcomes == {"agent": "opened", "operator": "unsampled"}


async def test_the_trainee_is_whom_the_trainee_field_names(database: Database) -> None:
    await define(database, trainee_field="attributes.reviewer")
    named = a_task_closed(attributes={"reviewer": "operator"})
    opened = await publish(database, named, a_task_closed(number="CS0002"))
    assert [each.trainee_id for each in opened if isinstance(each, AssessmentOpened)] == ["operator"]


async def test_the_assessment_brings_the_survey_about_the_coach(database: Database) -> None:
    await define(database, trainee_survey_id="default-quality")
    await publish(database, a_task_closed())
    (row,) = await rows(database, "assessment")
    assert (row["trainee_survey_id"], row["trainee_survey_version"]) == ("default-quality", 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"trainee_field": "team_id"}, "trainee_field"), ({"trainee_survey_id": "none"}, "trainee_survey_id")],
)
async def test_a_field_that_cannot_be_is_refused_by_name(
    coaching: Api, change: dict[str, str], field: str
) -> None:
    answer = await coaching.as_("admin").post("/opportunities", json=WATCHING | change)
    assert field_of(answer) == field
