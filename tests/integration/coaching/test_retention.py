"""Closed tasks are kept for a time; what is about them stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from coaching.main import CoachingSettings, service
from coaching.retention import drop_old_tasks
from tests.integration.coaching.calls import opened
from tests.integration.coaching.seen import define, publish, rows
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.clock import FixedClock
from touchline_runtime.schedule import Schedule, run_once
from touchline_runtime.testing import NOW, Api
from touchline_runtime.testing.events import a_task_closed, a_task_opened, a_task_rated, a_task_reopened
from touchline_runtime.transaction import Cause, Database

DAY = timedelta(days=1)


def schedules(days: int) -> list[Schedule]:
    given = service(CoachingSettings(task_retention_days=days)).schedules
    return [each for each in given if each.name == "drop_old_tasks"]


(RETENTION,) = schedules(CoachingSettings().task_retention_days)


def closed(number: str, at: datetime) -> TaskClosed:
    return a_task_closed(number=number, opened_at=at - DAY, resolved_at=at, closed_at=at)


async def kept(database: Database) -> Sequence[str]:
    """The tasks that are left after a round."""
    assert await run_once(RETENTION, database)
    return [row["number"] for row in await rows(database, "task")]


async def test_a_task_is_dropped_two_years_after_its_closing_and_not_before(database: Database) -> None:
    long_open = a_task_opened(number="CS3", opened_at=NOW - 1000 * DAY)
    late = a_task_closed(number="CS4", opened_at=NOW - 1000 * DAY, closed_at=NOW)
    just = [closed("CS1", NOW - 730 * DAY - timedelta(seconds=1)), closed("CS2", NOW - 730 * DAY)]
    await publish(database, *just, long_open, late)
    assert await kept(database) == ["CS2", "CS3", "CS4"]


async def test_nothing_is_dropped_where_tasks_are_kept_for_ever() -> None:
    assert schedules(0) == []


async def test_a_task_stays_until_no_unclosed_assessment_is_about_it(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    id = await opened(database)
    clock.advance(1000 * DAY)
    assert await kept(database) == ["CS0001"]
    manager = coaching.as_("manager")
    await manager.post(f"/assessments/{id}/complete", json={"rating": "good"})
    month = {"until": "2026-03-02"}
    before = (await manager.get("/overview", params=month)).json()
    assert before["tasks"]["n"] == 1
    assert await kept(database) == []
    assert (await manager.get("/tasks/CS0001")).status_code == 404
    assert (await manager.get("/overview", params=month)).json() == before
    assessment = (await manager.get(f"/assessments/{id}")).json()
    assert (assessment["task_number"], assessment["task"], assessment["rating"]) == ("CS0001", None, "good")


async def test_a_round_drops_so_many_the_oldest_first(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_old_tasks, "BATCH", 2)
    await publish(database, *(closed(f"CS{number}", NOW - (800 + number) * DAY) for number in range(5)))
    assert await kept(database) == ["CS0", "CS1", "CS2"]
    assert await kept(database) == ["CS0"]
    assert await kept(database) == []


async def test_a_round_waits_for_nobody_who_holds_a_task(database: Database) -> None:
    await publish(database, closed("CS1", NOW - 800 * DAY), closed("CS2", NOW - 800 * DAY))
    async with database.transaction(Cause("held", "test")) as tx:
        await tx.conn.execute("select from task where number = 'CS1' for update")
        assert await kept(database) == ["CS1"]
    assert await kept(database) == []


async def test_a_dropped_task_that_is_told_again_is_dropped_again_and_coached_once(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    await define(database)
    told = closed("CS1", NOW)
    (first,) = await publish(database, told)
    (assessment,) = (await coaching.as_("manager").get("/assessments")).json()["items"]
    await coaching.as_("manager").post(f"/assessments/{assessment['id']}/complete", json={"rating": "good"})
    clock.advance(731 * DAY)
    assert await kept(database) == []
    story = [a_task_opened(number="CS1", opened_at=NOW - DAY), told]
    assert first not in await publish(database, *story)
    assert len(await rows(database, "assessment")) == 1
    assert await kept(database) == []
    rated = a_task_rated(number="CS1", opened_at=NOW - DAY, closed_at=NOW)
    await publish(database, rated)
    assert await kept(database) == []


async def test_a_dropped_task_that_is_reopened_is_a_task_again(database: Database) -> None:
    await publish(database, closed("CS1", NOW - 800 * DAY))
    assert await kept(database) == []
    await publish(database, a_task_reopened(number="CS1", opened_at=NOW - 801 * DAY))
    assert await kept(database) == ["CS1"]
