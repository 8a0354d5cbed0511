"""Work due by the clock is done by one process at a time, again when due, whatever went wrong before."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from touchline_runtime.schedule import Schedule, keep_running, run_once
from touchline_runtime.testing import sent
from touchline_runtime.testing.events import an_assessment_opened
from touchline_runtime.transaction import Database, Transaction

SOON = timedelta(milliseconds=20)


async def test_only_one_process_does_it_at_a_time(database: Database) -> None:
    entered, leave = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        entered.set()
        await leave.wait()

    schedule = Schedule("slow", SOON, slow)
    first = asyncio.ensure_future(run_once(schedule, database))
    await entered.wait()
    assert await run_once(schedule, database) is False
    leave.set()
    assert await first is True


async def test_a_failure_is_survived_and_what_is_emitted_has_an_id_of_its_own(database: Database) -> None:
    runs = 0
    done = asyncio.Event()

    async def remind(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ValueError("once")
        tx.emit(an_assessment_opened())
        if runs == 3:
            done.set()

    stop = asyncio.Event()
    running = asyncio.ensure_future(keep_running(Schedule("remind", SOON, remind), database, stop))
    await asyncio.wait_for(done.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert len({received.envelope.id for received in await sent(database)}) >= 2


async def test_it_first_runs_when_what_it_waits_for_is_there(database: Database) -> None:
    ran, read, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def note(tx: Transaction) -> None:
        assert read.is_set()
        ran.set()

    async def until_read() -> None:
        await read.wait()

    running = asyncio.ensure_future(keep_running(Schedule("note", SOON, note), database, stop, until_read()))
    await asyncio.sleep(0.1)
    assert not ran.is_set()
    read.set()
    await asyncio.wait_for(ran.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_a_stop_ends_the_waiting_and_nothing_runs(database: Database) -> None:
    async def never(tx: Transaction) -> None:
        raise AssertionError("it ran")

    async def for_ever() -> None:
        await asyncio.Event().wait()

    stop = asyncio.Event()
    running = asyncio.ensure_future(keep_running(Schedule("never", SOON, never), database, stop, for_ever()))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 5)
