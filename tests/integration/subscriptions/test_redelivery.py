"""Promise 2: events that come twice, late and out of turn change nothing, in any subscription."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

import msgspec
import pytest

import tests.integration.subscriptions.tellers  # noqa: F401 - registers them
from tests.integration.subscriptions.every import TopicCase, topic_cases
from tests.integration.subscriptions.log import Log, Row, consumer_of
from tests.integration.subscriptions.prepared import prepare
from tests.integration.subscriptions.story import Story
from tests.running.contents import contents, outbox_by_key
from touchline_contracts.event import Event, Snapshot
from touchline_runtime.service import Service
from touchline_runtime.testing.events import a_skill_assigned
from touchline_runtime.transaction import Database

MakeDatabase = Callable[[Service], Awaitable[Database]]
COUNT, POLL = 200, 40
CASES = topic_cases()


def the_story(case: TopicCase) -> list[Event]:
    """What is published on the topic, with no two different snapshots of one revision."""
    models = dict.fromkeys(event for one in case.subscriptions for event in one.events)
    wanted = [model for model in models if case.topic == model.TOPIC]
    return list(islice(Story(str(case), ties=False).events(*wanted), COUNT))


async def read_by(case: TopicCase, database: Database, rows: Sequence[Row]) -> None:
    """Reads the log as the service's consumer of this topic does, some records a poll."""
    await read_polls(case, database, [rows[start : start + POLL] for start in range(0, len(rows), POLL)])


async def read_polls(case: TopicCase, database: Database, polls: Iterable[Sequence[Row]]) -> None:
    consumer = await consumer_of(case, database)
    for poll in polls:
        assert await consumer.handle(poll)


async def state_of(database: Database) -> tuple[Any, Any]:
    async with database.reading() as conn:
        assert await conn.fetch("SELECT reason FROM quarantine") == []
        return await contents(conn), await outbox_by_key(conn)


async def fresh(case: TopicCase, make: MakeDatabase) -> Database:
    return await prepare(case.service, await make(case.service))


def tells_snapshots(case: TopicCase) -> bool:
    """The others come from Touchline itself, whose repeats have the id of the first."""
    return all(issubclass(event, Snapshot) for one in case.subscriptions for event in one.events)


def projected(case: TopicCase) -> list[str]:
    """The tables that its projections write."""
    return [table for one in case.subscriptions if one.effect == "projection" for table in one.into]


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_events_read_twice_and_out_of_turn_end_in_the_same_state(
    case: TopicCase, service_database: MakeDatabase
) -> None:
    events, log = the_story(case), Log()
    once, twice = await fresh(case, service_database), await fresh(case, service_database)
    plain = [log.event(event, f"event-{n}") for n, event in enumerate(events)]
    await read_by(case, once, plain)
    expected = await state_of(once)
    await read_polls(case, twice, _with_repeats(plain))
    assert await state_of(twice) == expected


@pytest.mark.parametrize("case", [one for one in CASES if tells_snapshots(one)], ids=str)
async def test_snapshots_published_anew_out_of_turn_change_nothing(
    case: TopicCase, service_database: MakeDatabase
) -> None:
    events, database, log = the_story(case), await fresh(case, service_database), Log()
    rows = [log.event(event, f"event-{n}") for n, event in enumerate(events)]
    await read_by(case, database, rows)
    expected = await state_of(database)
    Random(str(case)).shuffle(events)
    await read_by(
        case, database, [*rows, *(log.event(event, f"again-{n}") for n, event in enumerate(events))]
    )
    assert await state_of(database) == expected


@pytest.mark.parametrize("case", [one for one in CASES if tells_snapshots(one) and projected(one)], ids=str)
async def test_snapshots_in_any_order_end_in_the_same_projections(
    case: TopicCase, service_database: MakeDatabase
) -> None:
    events, found = the_story(case), []
    for order in range(2):
        database, log = await fresh(case, service_database), Log()
        await read_by(case, database, [log.event(event, f"{order}-{n}") for n, event in enumerate(events)])
        rows, _ = await state_of(database)
        found.append({table: rows[table] for table in projected(case)})
        Random(str(case)).shuffle(events)
    assert found[0] == found[1]


def _with_repeats(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The same polls, each with records of it and of earlier ones once more, in any order, at new offsets."""
    random, log, due = Random(1), Log(), list[Row]()
    for start in range(0, len(rows), POLL):
        late = [due.pop(random.randrange(len(due))) for _ in range(len(due) // 2)]
        poll = rows[start : start + POLL]
        due += poll
        soon = [due.pop(random.randrange(len(due))) for _ in range(POLL // 2)]
        yield [log.again(row) for row in (*late, *poll, *soon)]
    yield [log.again(row) for row in due]


async def test_what_a_restored_service_of_ours_decides_again_at_another_time_is_a_repeat(
    service_database: MakeDatabase,
) -> None:
    case = next(one for one in CASES if str(one) == "recommender-work-touchline.skills")
    database, log = await fresh(case, service_database), Log()
    decided = a_skill_assigned(person_id="person-1")
    again = msgspec.structs.replace(decided, decided_at=decided.decided_at + timedelta(days=1))
    ours = [log.event(event, "one", source="/touchline/skills") for event in (decided, again)]
    await read_by(case, database, ours[:1])
    expected = await state_of(database)
    await read_by(case, database, ours)
    assert await state_of(database) == expected
