"""A small consumer on a real database, fed with records as Kafka would hand them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from touchline_contracts.coaching import AssessmentOpened
from touchline_contracts.envelope import Envelope, encode
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskClosed, TaskEvent, TaskReopened
from touchline_runtime import inbox
from touchline_runtime.consumer import Consumer
from touchline_runtime.dispatch import Dispatcher, Policy
from touchline_runtime.position import Place
from touchline_runtime.subscription import decision, projection
from touchline_runtime.transaction import Database, Transaction

PLACE = Place("touchline.tasks", 0)
OPENED_AT = datetime(2026, 3, 1, tzinfo=UTC)

TABLES = """
CREATE TABLE seen (number text PRIMARY KEY, state text NOT NULL, times int NOT NULL);
CREATE TABLE story (id bigint GENERATED ALWAYS AS IDENTITY, number text NOT NULL, state text NOT NULL);
"""


async def when_task_changed_remember_it(tx: Transaction, events: Sequence[TaskEvent]) -> None:
    """Fails on any task whose state says so, and tells the order in which events came."""
    for event in events:
        if event.state == "poison":
            raise ValueError(f"{event.number} is poisonous")
        await tx.conn.execute("INSERT INTO story (number, state) VALUES ($1, $2)", event.number, event.state)


async def when_task_closed_ask_a_coach(tx: Transaction, events: Sequence[TaskClosed]) -> None:
    """Emits one event for each closed task."""
    for event in events:
        tx.because(event).emit(
            AssessmentOpened(
                assessment_id=event.number,
                revision=1,
                trainee_id="agent",
                opened_at=OPENED_AT,
                due_at=OPENED_AT,
            )
        )


REMEMBER = projection(TaskClosed, TaskReopened, by=when_task_changed_remember_it, into=("story",))
ASK = decision(TaskClosed, by=when_task_closed_ask_a_coach)


@dataclass(frozen=True)
class Row:
    """One record of the log."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Log:
    """Appends records at growing offsets of one partition."""

    def __init__(self) -> None:
        self._offsets = count()

    def raw(
        self, value: bytes | None, headers: Sequence[tuple[str, bytes | None]], key: bytes | None = None
    ) -> Row:
        """A record with any content."""
        return Row(PLACE.topic, PLACE.partition, next(self._offsets), key, value, headers)

    def event(self, event: Event, event_id: str) -> Row:
        """A well-formed record."""
        envelope = Envelope(id=event_id, source="/tests", type=event.TYPE)
        headers, value = encode(envelope, event)
        return self.raw(value, headers, event.key().encode())

    def malformed(self, number: str, event_id: str) -> Row:
        """A closed task that lacks most of what it needs."""
        names = {"id": event_id, "source": "/tests", "type": TaskClosed.TYPE, "specversion": "1.0"}
        headers = [(f"ce_{name}", text.encode()) for name, text in names.items()]
        return self.raw(b'{"number": "x"}', headers, number.encode())


def closed(number: str, state: str = "closed") -> TaskClosed:
    """A closed task."""
    return TaskClosed(number=number, kind="case", state=state, opened_at=OPENED_AT)


def reopened(number: str, state: str = "reopened") -> TaskReopened:
    """A reopened task."""
    return TaskReopened(number=number, kind="case", state=state, opened_at=OPENED_AT)


async def consumer_on(database: Database, *, failures: int = 20, patience: float = 1.0) -> Consumer:
    """A consumer that stands at the beginning of the log."""
    dispatcher = Dispatcher("work", "cluster-1", (ASK, REMEMBER), Policy(failures=failures))
    async with database.transaction(None) as tx:
        current = inbox.generation(tx.now, dispatcher.policy.inbox_retention)
        await inbox.keep_generations(tx.conn, current)
    consumer = Consumer(database, dispatcher, patience=patience)
    await consumer.place_at([PLACE])
    return consumer


async def rows(database: Database, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """What a statement finds, as plain tuples."""
    async with database.reading() as conn:
        return [tuple(row) for row in await conn.fetch(statement, *arguments)]


async def story(database: Database) -> list[tuple[Any, ...]]:
    """(number, state) of what was applied, in order."""
    return await rows(database, "SELECT number, state FROM story ORDER BY id")


async def set_aside(database: Database) -> list[tuple[Any, ...]]:
    """(state, kind, subscription, key) of the quarantine, in order."""
    return await rows(database, "SELECT state, kind, subscription, ordering_key FROM quarantine ORDER BY id")


async def emitted(database: Database) -> list[tuple[Any, ...]]:
    """(id, key) of the outbox, in order."""
    return await rows(database, "SELECT event_id, key FROM outbox ORDER BY id")
