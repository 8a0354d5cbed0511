"""Opponent (a): the least that a consumer can do. One poll, one JSON decode, one insert, one commit."""

from __future__ import annotations

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from bench.case import Case, Outcome, Stopwatch, main

CREATE = """
drop table if exists bare_task_event;
create table bare_task_event (
    id text not null, type text not null, number text not null, revision bigint not null,
    state text not null, team_id text, agent_id text, body text not null
)"""
INSERT = """
insert into bare_task_event (id, type, number, revision, state, team_id, agent_id, body)
select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[]
)
"""


async def run(case: Case) -> Outcome:
    """Reads all events into one table, committing each poll to PostgreSQL and then to Kafka."""
    conn = await asyncpg.connect(case.database_url)
    await conn.execute(CREATE)
    consumer = AIOKafkaConsumer(
        case.topic,
        bootstrap_servers=case.bootstrap,
        group_id=f"{case.group}-bare",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    watch = Stopwatch(case.events)
    try:
        while watch.seen < case.events:
            polled = await consumer.getmany(timeout_ms=1_000, max_records=case.batch)
            records = [record for of_partition in polled.values() for record in of_partition]
            if not records:
                continue
            watch.start()
            await conn.execute(INSERT, *_columns(records))
            await consumer.commit()
            watch.count(len(records))
        return watch.stop("bare loop")
    finally:
        await consumer.stop()
        await conn.close()


def _columns(records: list[ConsumerRecord[bytes, bytes]]) -> list[list[object]]:
    rows = []
    for record in records:
        headers = dict(record.headers)
        value = record.value or b""
        task = orjson.loads(value)
        rows.append(
            (
                headers["ce_id"].decode(),
                headers["ce_type"].decode(),
                task["number"],
                task["revision"],
                task["state"],
                task.get("team_id"),
                task.get("agent_id"),
                value.decode(),
            )
        )
    return [list(column) for column in zip(*rows, strict=True)]


if __name__ == "__main__":
    main(run)
