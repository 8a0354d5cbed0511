"""Promise 6 against publishers that send what nobody expects: nothing of it holds up the others."""

from __future__ import annotations

from random import Random

import asyncpg
import pytest

from touchline_contracts.tasks import TaskClosed
from touchline_runtime import outbox
from touchline_runtime.failures import is_transient
from touchline_runtime.outbox import EventTooLarge
from touchline_runtime.transaction import Cause, Database

from .stream import Log, closed, consumer_on, emitted, rows, set_aside, story


async def test_a_malformed_event_with_a_key_of_any_length_is_set_aside(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    key = "".join(Random(n).choice("abcdefghij") + str(n) for n in range(3_000)).encode()
    bad = [log.raw(b"{}", [], key), log.raw(b"[]", [], key)]
    assert await consumer.handle([*bad, log.event(closed("C1"), "e1")])
    assert await story(database) == [("C1", "closed")]
    assert len({key for *_, key in await set_aside(database)}) == 1
    assert await rows(database, "SELECT DISTINCT message_key FROM quarantine") == [(key,)]


async def test_a_malformed_event_with_a_long_id_is_set_aside(database: Database) -> None:
    log, consumer = Log(), await consumer_on(database)
    bad = log.malformed("C1", "".join(chr(0x4E00 + Random(n).randrange(20_000)) for n in range(900)))
    assert await consumer.handle([bad, log.event(closed("C2"), "e2")])
    assert await story(database) == [("C2", "closed")]


async def test_a_header_whose_name_holds_nul_and_whose_value_is_no_text_is_set_aside(
    database: Database,
) -> None:
    log, consumer = Log(), await consumer_on(database)
    bad = log.raw(b"{}", [("ce_a\x00b", b"\xff")])
    assert await consumer.handle([bad, log.event(closed("C2"), "e2")])
    assert await story(database) == [("C2", "closed")]
    assert [row[:2] for row in await set_aside(database)] == [("quarantined", "malformed")]


async def test_an_event_cannot_pass_on_more_headers_than_a_broker_takes(database: Database) -> None:
    """It would stand at the head of the outbox for ever."""
    log, consumer = Log(), await consumer_on(database)
    asked = log.event(closed("C1"), "e1")
    huge = [*asked.headers, ("ce_correlationid", b"x" * outbox.MAX_BYTES)]
    assert await consumer.handle([log.raw(asked.value, huge, b"C1"), log.event(closed("C2"), "e2")])
    assert [key for _, key in await emitted(database)] == ["assessment:C2"]
    with pytest.raises(EventTooLarge):
        async with database.transaction(Cause("1", "tests", correlation_id="x" * outbox.MAX_BYTES)) as tx:
            tx.emit(closed("C1"))


async def test_another_version_that_nobody_here_subscribes_to_is_skipped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version comes beside the old one, with the same source and id."""
    from touchline_contracts.registry import EVENTS

    monkeypatch.setitem(EVENTS, "task.closed.v2", TaskClosed)
    log, consumer = Log(), await consumer_on(database)
    old = log.event(closed("C1"), "e1")
    newer = [(name, b"task.closed.v2" if name == "ce_type" else value) for name, value in old.headers]
    assert await consumer.handle([log.raw(old.value, newer, b"C1"), log.raw(old.value, old.headers, b"C1")])
    assert await story(database) == [("C1", "closed")]
    assert await set_aside(database) == []


async def test_a_statement_called_with_too_few_arguments_is_a_fault_and_not_an_outage(
    database: Database,
) -> None:
    async with database.reading() as conn:
        with pytest.raises(asyncpg.InterfaceError) as wrong:
            await conn.fetchval("SELECT $1::int + $2::int", 1)
        await conn.close()
        with pytest.raises(asyncpg.InterfaceError) as lost:
            await conn.fetchval("SELECT 1")
    assert not is_transient(wrong.value)
    assert is_transient(lost.value)
