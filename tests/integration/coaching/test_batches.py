"""However events are cut into polls, the same tables and the same outbox come of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from random import Random

import pytest

from coaching.main import SERVICE
from tests.integration.coaching.seen import DIRECTORY, TASKS, define, publish, rows
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing import NOW, react, sent
from touchline_runtime.testing.databases import Migrated
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

# activity without its numbers, which follow the order of the log
ACTIVITY = "(select assessment_id, at, person_id, kind, text, details from assessment_activity) activity"
TABLES = (
    "task",
    "assessment",
    "opportunity_match",
    "waiting_match",
    "coach_turn",
    "person",
    "team",
    "team_person",
)
Make = Callable[[Migrated], Awaitable[Database]]
MAKERS = (a_task_opened, a_task_assigned, a_task_resolved, a_task_closed, a_task_reopened, a_task_rated)


def some_directory(random: Random, count: int) -> list[Event]:
    """Persons and teams in any order, some of their revisions old or repeated."""

    def one() -> Event:
        id, boss = f"p{random.randrange(12)}", f"p{random.randrange(12)}"
        revision = random.randrange(1, 6)
        if random.random() < 0.5:
            active = random.random() < 0.7
            return a_person(id, manager_id=boss, revision=revision, active=active)
        others, coaches = (tuple({f"p{random.randrange(12)}" for _ in range(2)}) for _ in range(2))
        return a_team(
            f"t{random.randrange(5)}",
            manager_id=random.choice((boss, None)),
            additional_manager_ids=others,
            coach_ids=coaches,
            revision=revision,
        )

    return [one() for _ in range(count)]


def some_tasks(random: Random, count: int) -> list[TaskEvent]:
    """Lives of 40 tasks interleaved, snapshots out of turn and repeated among them."""

    def one() -> TaskEvent:
        return random.choice(MAKERS)(
            number=f"CS{random.randrange(40)}",
            revision=random.randrange(1, 9),
            kind=random.choice(("case", "incident", "interaction")),
            agent_id=random.choice((None, *(f"p{n}" for n in range(12)))),
            team_id=random.choice((None, *(f"t{n}" for n in range(5)))),
            opened_at=NOW - timedelta(hours=random.randrange(200)),
            handle_minutes=random.choice((None, 5, 20)),
            reopen_count=random.randrange(2),
            sla_breached=random.choice((None, True, False)),
            priority=random.choice((None, "low", "high")),
            attributes={"mentor": f"p{random.randrange(12)}"},
        )

    return [one() for _ in range(count)]


async def consume(
    database: Database, subscriptions: Sequence[Subscription], events: Sequence[Event], size: int
) -> None:
    for start in range(0, len(events), size):
        for subscription in subscriptions:
            await react(database, subscription, *events[start : start + size])


async def outcome(database: Database) -> dict[str, object]:
    found: dict[str, object] = {table: await rows(database, table) for table in TABLES}
    async with database.reading() as conn:
        found["activity"] = await conn.fetch(f"select * from {ACTIVITY} order by activity::text")
    return found | {"outbox": await sent(database)}


async def started(make: Make) -> Database:
    database = await make(SERVICE)
    async with database.reading() as conn:
        await conn.execute("update opportunity set changed_at = '2026-01-01', sampling_percent = 100")
    await define(database, "half", sampling_percent=50.0, event_types=["task.closed", "task.reopened"])
    await define(database, "named", coach_rule="named_person", coach_id="p3", kinds=["case"])
    await define(database, "turns", coach_rule="rotation", agent_limit=2)
    await define(database, "mentor", coach_rule="task_field", coach_field="attributes.mentor", agent_limit=1)
    await define(database, "full", coach_rule="rotation", coach_weekly_capacity=3)
    return database


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 1), (3, 7)])
async def test_task_events_in_small_polls_equal_one_poll_of_500(
    service_database: Make, seed: int, size: int
) -> None:
    directory = some_directory(Random(seed), 15)
    tasks = some_tasks(Random(seed), 500)
    ends = []
    for polled in (size, len(tasks)):
        database = await started(service_database)
        await consume(database, DIRECTORY, directory, len(directory))
        await consume(database, TASKS, tasks, polled)
        ends.append(await outcome(database))
    assert ends[0] == ends[1]
    assert len(ends[0]["outbox"]) > 20  # type: ignore[arg-type]


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 1), (3, 7)])
async def test_directory_events_in_small_polls_equal_one_poll_of_500(
    service_database: Make, seed: int, size: int
) -> None:
    directory = some_directory(Random(seed), 500)
    ends = []
    for polled in (size, len(directory)):
        database = await started(service_database)
        await publish(database, *some_tasks(Random(seed), 200))
        assert await rows(database, "waiting_match")
        await consume(database, DIRECTORY, directory, polled)
        ends.append(await outcome(database))
    assert ends[0] == ends[1]
    assert ends[0]["waiting_match"] == []


async def test_everything_delivered_twice_changes_nothing(service_database: Make) -> None:
    database = await started(service_database)
    directory, tasks = some_directory(Random(5), 60), some_tasks(Random(5), 200)
    ends = []
    for _ in range(2):
        await consume(database, DIRECTORY, directory, 20)
        await consume(database, TASKS, tasks, 20)
        ends.append(
            [await rows(database, table) for table in ("assessment", "opportunity_match", "waiting_match")]
        )
    assert ends[0] == ends[1]
