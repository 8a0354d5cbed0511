"""The learning log: gapless, in order, told once, and the same however the events were batched."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from recommender.cases.when_task_finished_log_case import when_task_finished_log_case
from recommender.learning_log import store
from recommender.learning_log.entry import CaseTold, PersonArrived
from recommender.main import SERVICE
from recommender.subscriptions import SUBSCRIPTIONS
from tests.integration.recommender.conftest import MakeDatabase
from tests.integration.recommender.feeding import Feed, closed, shown, taught
from touchline_contracts.coaching import AssessmentReopened
from touchline_contracts.event import Event
from touchline_contracts.learning import CourseRetired, LearningTaskAssigned
from touchline_contracts.skills import SkillChanged, SkillMerged
from touchline_runtime.subscription import Subscription
from touchline_runtime.testing import NOW, react
from touchline_runtime.testing.events import (
    a_course_published,
    a_learning_task_completed,
    a_person,
    a_skill_approved,
    a_skill_assigned,
    a_skill_defined,
    a_skill_rejected,
    a_task_rated,
    a_task_reopened,
    a_task_resolved,
    a_team,
    an_assessment_completed,
)
from touchline_runtime.transaction import Database, Transaction

TASK: Any = {"learning_task_id": "learning-task-1", "person_id": "agent", "course_id": "course-1"}
MIXED: tuple[Event, ...] = (
    a_person(),
    a_person(active=False, revision=2),
    a_person(revision=3),
    a_person(active=False, revision=1),
    a_team(),
    a_skill_defined(),
    a_skill_defined("printers"),
    SkillChanged(**msgspec.structs.asdict(a_skill_defined(revision=2, name="Money back"))),
    SkillMerged(skill_id="refunds", revision=3, into_skill_id="printers"),
    a_skill_rejected(revision=1),
    a_skill_assigned(revision=2),
    a_skill_approved(revision=1),
    *taught(6),
    a_task_resolved(number="CS9", revision=1),
    closed(9, "refunds", number="CS9", revision=2),
    a_task_reopened(number="CS9", revision=4),
    closed(9, "refunds", number="CS9", revision=3),
    closed(9, "refunds", number="CS9", revision=5, reopen_count=1),
    a_task_rated(number="CS9", revision=6),
    a_course_published(revision=2, title="Money back"),
    a_course_published(),
    CourseRetired(course_id="course-1", revision=3),
    a_learning_task_completed(),
    LearningTaskAssigned(**TASK, revision=1, due_at=NOW),
    an_assessment_completed(),
    AssessmentReopened(assessment_id="assessment-1", revision=4, trainee_id="agent", reason="Too early"),
    an_assessment_completed(revision=5, score=40.0),
)


async def positions(database: Database) -> list[int]:
    async with database.reading() as conn:
        return [entry.position for entry in await store.read_after(conn, 0, 10_000)]


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=lambda one: one.name)
async def test_one_batch_and_batches_of_one_leave_the_same_tables(
    subscription: Subscription, service_database: MakeDatabase
) -> None:
    events = [event for event in MIXED if isinstance(event, subscription.events)]
    together, singly = Feed(await service_database(SERVICE)), Feed(await service_database(SERVICE))
    await react(together.database, subscription, *events)
    for event in events:
        await react(singly.database, subscription, event)
    assert await together.tables() == await singly.tables()


async def test_two_writers_at_once_leave_no_gap_and_no_repeat(feed: Feed, database: Database) -> None:
    batches = [shown(5, start=100 * n) for n in range(1, 9)]
    await asyncio.gather(*(react(database, when_task_finished_log_case, *batch) for batch in batches))
    assert await positions(database) == list(range(1, 41))


async def test_a_transaction_that_fails_leaves_no_trace_in_the_log(feed: Feed, database: Database) -> None:
    await feed(*shown(2))
    with pytest.raises(ZeroDivisionError):
        await react(database, _append_and_fail, a_person())
    await feed(*shown(2, start=700))
    assert await positions(database) == [1, 2, 3, 4]


async def test_a_task_resolved_and_then_closed_is_told_once(feed: Feed, database: Database) -> None:
    task = closed(1, "refunds")
    resolved = msgspec.structs.asdict(task) | {"state": "resolved", "revision": 1}
    await feed(a_task_resolved(**resolved))
    await feed(task)
    assert await positions(database) == [1]


async def test_an_entry_goes_on_with_the_chain_of_its_event(feed: Feed, database: Database) -> None:
    await feed(closed(1, "refunds"))
    async with database.reading() as conn:
        [entry] = await store.read_after(conn, 0, 10)
    assert isinstance(entry.told, CaseTold)
    assert entry.told.teaches
    assert entry.correlation_id


async def test_a_person_is_told_of_on_arrival_and_not_with_every_change(
    feed: Feed, database: Database
) -> None:
    await feed(a_person())
    await feed(a_person(revision=2, title="Senior"))
    assert await positions(database) == [1]
    await feed(a_person(revision=3, active=False))
    await feed(a_person(revision=4))
    assert await positions(database) == [1, 2]


async def _append_and_fail(tx: Transaction, _: Sequence[Event]) -> None:
    await store.append(tx.conn, [store.New(PersonArrived("nobody"))], tx.now)
    raise ZeroDivisionError
