"""Task events meet opportunities: which assessments open, for whom, and which do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.coaching.seen import define, publish, rows, tell_directory
from touchline_contracts.coaching import AssessmentOpened
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.testing import NOW, delivered, outbox_of
from touchline_runtime.testing.events import (
    a_person,
    a_task_assigned,
    a_task_closed,
    a_task_opened,
    a_task_rated,
    a_task_reopened,
    a_task_resolved,
    a_team,
)
from touchline_runtime.transaction import Database


async def test_a_matching_task_opens_an_assessment_for_the_teams_manager(database: Database) -> None:
    await define(database, days_until_due=3)
    (opened,) = await publish(database, a_task_opened(), a_task_closed())
    assert isinstance(opened, AssessmentOpened)
    assert (opened.trainee_id, opened.coach_id, opened.team_id) == ("agent", "manager", "payments")
    assert (opened.task_number, opened.opportunity_id) == ("CS0001", "every-closed")
    assert (opened.opened_at, opened.due_at) == (NOW, NOW + timedelta(days=3))
    assert await outbox_of(database) == [opened]


async def test_a_task_that_does_not_meet_the_condition_opens_nothing(database: Database) -> None:
    await define(database, condition="handle_minutes > 10")
    assert await publish(database, a_task_closed(handle_minutes=9)) == []
    assert await rows(database, "opportunity_match") == []


async def test_an_inactive_opportunity_opens_nothing(database: Database) -> None:
    await define(database, active=False)
    assert await publish(database, a_task_closed()) == []


async def test_the_assessment_brings_the_newest_version_of_the_opportunitys_survey(
    database: Database,
) -> None:
    await define(database, survey_id="default-quality", survey_required=True)
    await publish(database, a_task_closed())
    (assessment,) = await rows(database, "assessment")
    assert (assessment["survey_id"], assessment["survey_version"]) == ("default-quality", 1)
    assert assessment["survey_required"]
    assert assessment["survey_locked"]


async def test_a_repeated_match_opens_nothing_more(database: Database) -> None:
    await define(database, event_types=["task.closed", "task.resolved", "task.rated"])
    assert len(await publish(database, a_task_resolved(), a_task_closed())) == 1
    assert await publish(database, a_task_rated()) == []
    assert len(await rows(database, "assessment")) == 1


async def test_each_opportunity_that_matches_opens_its_own(database: Database) -> None:
    await define(database, "first")
    await define(database, "second")
    opened = await publish(database, a_task_closed())
    assert [event.opportunity_id for event in opened if isinstance(event, AssessmentOpened)] == [
        "first",
        "second",
    ]


async def test_a_task_closed_again_after_reopening_is_looked_at_again(database: Database) -> None:
    await define(database)
    await publish(database, a_task_closed())
    await publish(database, a_task_reopened())
    assert len(await publish(database, a_task_closed(revision=4, reopen_count=1))) == 1


async def test_a_stale_snapshot_triggers_nothing_and_changes_nothing(database: Database) -> None:
    await define(database)
    await publish(database, a_task_reopened(revision=5))
    assert await publish(database, a_task_closed(revision=4)) == []
    (task,) = await rows(database, "task")
    assert (task["revision"], task["reopen_count"]) == (5, 1)


async def test_a_snapshot_that_is_stale_within_its_batch_triggers_nothing(database: Database) -> None:
    await define(database)
    assert await publish(database, a_task_assigned(revision=5), a_task_closed(revision=4)) == []


async def test_a_snapshot_of_equal_revision_is_not_stale(database: Database) -> None:
    await define(database)
    await publish(database, a_task_resolved(revision=2))
    assert len(await publish(database, a_task_closed(revision=2))) == 1
    (task,) = await rows(database, "task")
    assert task["state"] == "closed"


async def test_an_unsampled_match_is_kept_as_a_control(database: Database) -> None:
    await define(database, sampling_percent=0.0)
    assert await publish(database, a_task_closed()) == []
    (match,) = await rows(database, "opportunity_match")
    assert (match["outcome"], match["assessment_id"]) == ("unsampled", None)
    assert (match["trainee_id"], match["opportunity_version"]) == ("agent", 1)


async def test_nobody_coaches_themselves(database: Database) -> None:
    await define(database)
    (opened,) = await publish(database, a_task_closed(agent_id="manager"))
    assert isinstance(opened, AssessmentOpened)
    assert opened.coach_id is None


async def test_a_named_person_coaches_where_the_rule_says_so(database: Database) -> None:
    await define(database, coach_rule="named_person", coach_id="coach")
    (opened,) = await publish(database, a_task_closed())
    assert isinstance(opened, AssessmentOpened)
    assert opened.coach_id == "coach"


async def test_a_task_of_an_unknown_team_waits_for_the_team(database: Database) -> None:
    await define(database)
    assert await publish(database, a_task_closed(team_id="new")) == []
    (match,) = await rows(database, "opportunity_match")
    assert match["outcome"] == "waiting"
    (opened,) = await tell_directory(database, a_team("new", manager_id="coach"))
    assert isinstance(opened, AssessmentOpened)
    assert (opened.coach_id, opened.assessment_id) == ("coach", match["assessment_id"])
    assert await rows(database, "waiting_match") == []
    assert [row["outcome"] for row in await rows(database, "opportunity_match")] == ["opened"]


async def test_a_task_of_an_unknown_agent_waits_for_the_person(bare_database: Database) -> None:
    await define(bare_database)
    await publish(bare_database, a_task_closed())
    assert await tell_directory(bare_database, a_team()) == []
    (opened,) = await tell_directory(bare_database, a_person())
    assert isinstance(opened, AssessmentOpened)
    assert opened.coach_id == "manager"


async def test_a_waiting_match_is_decided_once(database: Database) -> None:
    await define(database)
    await publish(database, a_task_closed(team_id="new"))
    assert len(await tell_directory(database, a_team("new"), a_team("new", revision=2))) == 1
    assert await tell_directory(database, a_team("new", revision=3)) == []
    assert await publish(database, a_task_closed(team_id="new")) == []


async def test_a_redelivered_event_gives_the_same_ids(database: Database) -> None:
    await define(database)
    closed = delivered(a_task_closed())
    (first,) = await publish(database, closed)
    async with database.reading() as conn:
        await conn.execute(
            "delete from assessment; delete from opportunity_match; delete from task; delete from outbox"
        )
    (again,) = await publish(database, closed)
    assert again == first


@pytest.mark.parametrize(
    ("task", "opportunity"),
    [
        (a_task_closed(sla_breached=True, priority="2 - High"), "default-sla-breach"),
        (a_task_rated(rating={"value": 3}), "default-low-rating"),
        (a_task_resolved(opened_at=NOW - timedelta(days=4)), "default-slow-resolution"),
        (a_task_closed(kind="interaction", handle_minutes=12), "default-long-interaction"),
        (a_task_closed(resolution_notes="Done."), "default-thin-notes"),
    ],
)
async def test_a_default_opportunity_finds_its_moment(
    database: Database, task: TaskEvent, opportunity: str
) -> None:
    async with database.reading() as conn:
        await conn.execute("update opportunity set active = true, sampling_percent = 100")
    (opened,) = await publish(database, task)
    assert isinstance(opened, AssessmentOpened)
    assert opened.opportunity_id == opportunity


async def test_no_default_opportunity_minds_a_task_that_went_well(database: Database) -> None:
    async with database.reading() as conn:
        await conn.execute("update opportunity set active = true, sampling_percent = 100")
    fine: dict[str, object] = {"sla_breached": False, "handle_minutes": 8}
    assert await publish(database, a_task_resolved(**fine), a_task_closed(**fine)) == []
    assert await publish(database, a_task_rated(rating={"value": 4}, **fine)) == []
    assert await publish(database, a_task_closed(number="2", sla_breached=True, priority="low")) == []
