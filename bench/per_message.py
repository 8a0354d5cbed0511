"""Opponent (b): a usual first service. One FastStream handler call and one transaction a message."""

from __future__ import annotations

import asyncio

import asyncpg
from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker
from faststream.message import StreamMessage

from bench.case import Case, Outcome, Stopwatch, main
from touchline_contracts.envelope import Received, attributes_of, data_of, envelope_of, payload_of
from touchline_contracts.event import Event
from touchline_contracts.tasks import TaskEvent

CREATE = """
drop table if exists handled_task_event;
create table handled_task_event (
    id text primary key, type text not null, number text not null, revision bigint not null,
    state text not null, team_id text, agent_id text, body text not null
)"""
INSERT = """
insert into handled_task_event (id, type, number, revision, state, team_id, agent_id, body)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing
"""


async def run(case: Case) -> Outcome:
    """Handles all events one by one; acknowledged after the commit, as at-least-once needs."""
    broker = KafkaBroker(case.bootstrap, logger=None)
    pool = await asyncpg.create_pool(case.database_url, min_size=1, max_size=4)
    await pool.execute(CREATE)
    watch, done = Stopwatch(case.events), asyncio.Event()

    @broker.subscriber(
        case.topic,
        group_id=f"{case.group}-handled",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
        decoder=_received,
    )
    async def handle(received: object) -> None:
        watch.start()
        assert isinstance(received, Received)
        async with pool.acquire() as conn, conn.transaction():
            await conn.execute(INSERT, *_row(received))
        watch.count(1)
        if watch.seen >= case.events:
            done.set()

    app = FastStream(broker, logger=None)
    await app.start()
    try:
        await done.wait()
        return watch.stop("per-message handler")
    finally:
        await app.stop()
        await pool.close()


async def _received(message: StreamMessage[object]) -> Received[Event]:
    """Decodes as async, because the framework sends a plain function to a thread each time."""
    envelope = envelope_of(attributes_of((name, value.encode()) for name, value in message.headers.items()))
    return Received(envelope, data_of(envelope, message.body))


def _row(received: Received[Event]) -> tuple[object, ...]:
    task = received.event
    if not isinstance(task, TaskEvent):
        raise TypeError(f"{task.TYPE} is no task event")
    return (
        received.envelope.id,
        received.envelope.type,
        task.number,
        task.revision,
        task.state,
        task.team_id,
        task.agent_id,
        payload_of(task).decode(),
    )


if __name__ == "__main__":
    main(run)
