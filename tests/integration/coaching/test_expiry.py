"""Assessments whose due date comes near and passes."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from coaching.expiry import store
from coaching.main import SERVICE
from tests.integration.coaching.calls import GOOD, opened
from tests.integration.coaching.seen import define, publish
from touchline_contracts.coaching import (
    AssessmentClosedIncomplete,
    AssessmentCompleted,
    AssessmentDueSoon,
    AssessmentEvent,
)
from touchline_runtime.clock import FixedClock
from touchline_runtime.schedule import run_once
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Cause, Database

(EXPIRY,) = SERVICE.schedules
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


async def rounds(database: Database, count: int = 1) -> list[AssessmentEvent]:
    """Runs the schedule and returns what it published."""
    before = len(await outbox_of(database))
    for _ in range(count):
        assert await run_once(EXPIRY, database)
    return [event for event in (await outbox_of(database))[before:] if isinstance(event, AssessmentEvent)]


async def opened_and_warned(database: Database, clock: FixedClock) -> str:
    """An assessment that is due in a day."""
    id = await opened(database)
    clock.advance(WEEK - DAY)
    assert [type(event) for event in await rounds(database)] == [AssessmentDueSoon]
    return id


async def seen(coaching: Api, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await coaching.as_("manager").get(f"/assessments/{id}")).json()
    return found


async def done_by_the_service(coaching: Api, id: str) -> list[tuple[str, str | None, str | None]]:
    answer = await coaching.as_("agent").get(f"/assessments/{id}/activity")
    entries = ((each["kind"], each["person_id"], each["text"]) for each in answer.json()["items"])
    return [entry for entry in entries if entry[0] in ("warned", "closed_incomplete")]


async def test_one_that_is_due_within_a_day_is_warned_once(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    id = await opened(database)
    clock.advance(WEEK - DAY - HOUR)
    assert await rounds(database) == []
    clock.advance(HOUR)
    (event,) = await rounds(database, 2)
    shown = await seen(coaching, id)
    assert isinstance(event, AssessmentDueSoon)
    assert (event.assessment_id, event.revision) == (id, 2)
    assert (shown["state"], shown["points"], shown["revision"]) == ("open", 100, 2)
    assert shown["why"] == ["about to expire (+100)"]
    assert await done_by_the_service(coaching, id) == [("warned", None, None)]


async def test_one_that_was_warned_in_time_is_closed_on_its_due_date(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    id = await opened(database, survey_id="default-quality")
    # work in progress expires too
    await coaching.as_("manager").post(
        f"/assessments/{id}/survey", json={"taken_by": "coach", "answers": GOOD}
    )
    clock.advance(WEEK - DAY)
    await rounds(database)
    clock.advance(DAY - HOUR)
    assert await rounds(database) == []
    clock.advance(HOUR)
    (event,) = await rounds(database, 2)
    shown = await seen(coaching, id)
    assert isinstance(event, AssessmentClosedIncomplete)
    assert event.reason == "expired"
    assert (shown["state"], shown["closed_reason"]) == ("closed_incomplete", "expired")
    assert await done_by_the_service(coaching, id) == [
        ("closed_incomplete", None, "expired"),
        ("warned", None, None),
    ]


async def test_where_the_warning_comes_late_there_is_a_day_left(
    database: Database, clock: FixedClock
) -> None:
    await opened(database)
    clock.advance(4 * WEEK)
    assert [type(event) for event in await rounds(database, 3)] == [AssessmentDueSoon]
    clock.advance(DAY - HOUR)
    assert await rounds(database) == []
    clock.advance(HOUR)
    assert [type(event) for event in await rounds(database, 3)] == [AssessmentClosedIncomplete]


@pytest.mark.parametrize("state", ["resolved", "closed_complete", "closed_incomplete"])
async def test_one_that_is_resolved_or_closed_neither_is_warned_nor_expires(
    database: Database, clock: FixedClock, state: str
) -> None:
    await opened_and_warned(database, clock)
    async with database.reading() as conn:
        await conn.execute("update assessment set state = $1", state)
    clock.advance(4 * WEEK)
    assert await rounds(database, 2) == []


async def test_one_that_is_reopened_is_warned_anew_before_it_expires_again(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    id = await opened_and_warned(database, clock)
    clock.advance(DAY)
    await rounds(database)
    again = await coaching.as_("manager").post(f"/assessments/{id}/reopen", json={"reason": "Back"})
    assert (again.json()["warned_at"], again.json()["points"]) == (None, 0)
    clock.advance(WEEK)
    assert [type(event) for event in await rounds(database, 2)] == [AssessmentDueSoon]


async def test_a_new_due_date_takes_the_warning_back(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    id = await opened_and_warned(database, clock)
    later = {"due_at": (clock.now() + WEEK).isoformat()}
    saved = (await coaching.as_("manager").patch(f"/assessments/{id}", json=later)).json()
    assert (saved["warned_at"], saved["points"], saved["why"]) == (None, 0, [])
    assert await rounds(database) == []
    clock.advance(WEEK)
    assert [type(event) for event in await rounds(database, 2)] == [AssessmentDueSoon]


async def test_many_processes_and_persons_at_once_close_each_one_once(
    database: Database, coaching: Api, clock: FixedClock
) -> None:
    await define(database)
    await publish(database, *(a_task_closed(number=f"CS{n}") for n in range(40)))
    clock.advance(WEEK - DAY)
    assert len(await rounds(database)) == 40
    clock.advance(DAY)
    manager = coaching.as_("manager")
    items = (await manager.get("/assessments", params={"limit": 200})).json()["items"]

    async def another_process() -> None:
        # past the lock that keeps the schedules of two processes apart
        async with database.transaction(Cause(id="round", scope="test")) as tx:
            await EXPIRY.use_case(tx)

    closing = [manager.post(f"/assessments/{one['id']}/close", json={"reason": "x"}) for one in items[:20]]
    completing = [manager.post(f"/assessments/{one['id']}/complete", json={}) for one in items[10:30]]
    people = asyncio.gather(*closing, *completing)
    await asyncio.gather(people, *(another_process() for _ in range(4)))
    assert {answer.status_code for answer in people.result()} <= {200, 409}
    ends = (AssessmentClosedIncomplete, AssessmentCompleted)
    ended = Counter(event.assessment_id for event in await outbox_of(database) if isinstance(event, ends))
    await rounds(database)
    assert set(ended.values()) == {1}
    assert len({one["id"] for one in items} - set(ended)) == 0


async def test_those_that_may_expire_are_found_by_an_index(database: Database) -> None:
    await opened(database)
    async with database.reading() as conn, conn.transaction():
        await conn.execute("set local enable_seqscan = off")
        for statement in (store.TO_WARN, store.TO_CLOSE):
            given = "now(), now(), 500" if "$3" in statement else "now(), 500"
            await conn.execute(f"prepare found as {statement}")
            plan = await conn.fetch(f"explain execute found({given})")
            await conn.execute("deallocate found")
            assert any("assessment_running" in row[0] for row in plan)
