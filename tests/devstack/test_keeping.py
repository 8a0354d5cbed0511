"""Parts that end are started again; ports, states and quiet are told apart."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from devstack.failures import AlreadyRunning, NotRunning, PortTaken, StaleState, StartFailed
from devstack.ports import HOST, free_ports, is_free
from devstack.process import Process, run_once
from devstack.stack import begin
from devstack.stack.health import until_quiet
from devstack.stack.keep import Kept, ended
from devstack.stack.state import StackRecord, StateFolder


def python(program: str, log: Path, **options: object) -> Process:
    return Process("part", [sys.executable, "-c", program], log, **options)  # type: ignore[arg-type]


def record(phase: str, pid: int) -> StackRecord:
    return StackRecord.model_validate(
        {
            "phase": phase,
            "pid": pid,
            "started_at": datetime.now(UTC),
            "address": "http://127.0.0.1:8080",
            "kafka": "embedded",
            "kafka_bootstrap": "127.0.0.1:9",
            "kafka_idempotent": False,
            "postgres": "embedded",
            "jwks_url": "http://127.0.0.1:9/jwks.json",
            "services": {},
            "data_id": "1",
            "ports": {},
        }
    )


async def test_a_part_that_is_killed_is_started_again_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept.of(python("import time; time.sleep(60)", tmp_path / "log"))
    kept.process.start()
    keeping = asyncio.create_task(kept.keep())
    first = kept.process.pid
    kept.process.send(signal.SIGKILL)
    async with asyncio.timeout(10):
        while kept.process.pid in (None, first):  # noqa: ASYNC110 - a child sets no event
            await asyncio.sleep(0.05)
    await kept.stop()
    await keeping
    said = capsys.readouterr().out
    assert "part" in said
    assert "was ended by SIGKILL; starting it again" in said
    assert "started again" in said


async def test_a_part_that_is_stopped_on_purpose_stays_down(tmp_path: Path) -> None:
    kept = Kept.of(python("import time; time.sleep(60)", tmp_path / "log"))
    kept.process.start()
    keeping = asyncio.create_task(kept.keep())
    await kept.stop()
    await keeping
    assert not kept.process.running
    assert kept.crashes == 0


async def test_a_part_that_does_not_listen_is_killed_when_patience_is_over(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    process = python(deaf, tmp_path / "log", patience=0.5)
    process.start()
    while "1" not in process.last_lines():  # noqa: ASYNC110 - a child sets no event
        await asyncio.sleep(0.05)
    await process.stop()
    assert process.exit_code == -signal.SIGKILL


async def test_a_program_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="the reason"):
        await run_once(python("raise SystemExit('the reason')", tmp_path / "log"))


def test_how_a_program_ended_is_said_in_words() -> None:
    assert ended(3) == "ended with exit code 3"
    assert ended(-signal.SIGSEGV) == "was ended by SIGSEGV"


def test_free_ports_are_all_different_and_free() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)


def test_a_taken_port_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(PortTaken, match=f"port {port} is taken .* --port"):
            begin.settle_ports(StateFolder(tmp_path), port)


def test_a_second_stack_in_one_directory_is_refused(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    folder.create()
    descriptor = folder.lock()
    assert descriptor is not None
    try:
        folder.write(record("running", os.getpid()))
        with pytest.raises(AlreadyRunning, match="already runs"):
            begin.take(folder)
        assert folder.running().phase == "running"
    finally:
        os.close(descriptor)


def test_no_stack_a_stopped_one_and_a_dead_one_are_told_apart(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    with pytest.raises(NotRunning, match="no stack runs"):
        folder.running()
    folder.create()
    folder.write(record("stopped", 1))
    with pytest.raises(NotRunning, match="no stack runs"):
        folder.running()
    folder.write(record("running", 1))
    with pytest.raises(NotRunning, match="has died"):
        folder.running()


def test_a_state_directory_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(StaleState):
        StateFolder(file).create()
    (tmp_path / "stack.json").write_text("{}")
    with pytest.raises(StaleState, match="was not written by this version"):
        StateFolder(tmp_path).record()


def test_passwords_stay_the_same_and_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    first = folder.passwords(["skills"])
    assert folder.passwords(["skills", "coaching"])["skills"] == first["skills"]
    assert (tmp_path / "passwords.json").stat().st_mode & 0o077 == 0


async def test_quiet_means_nothing_to_publish_and_nothing_to_read_twice_in_a_row() -> None:
    lags = [5, 0, 3, 0, 0, 0]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"service": "skills", "outbox": 0, "lag": lags.pop(0)})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        left = await until_quiet(client, {"skills": "http://skills"}, within=10, pause=0)
    assert left == []
    assert lags == [0]


async def test_what_is_not_quiet_in_time_is_named() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "coaching":
            return httpx.Response(503)
        return httpx.Response(200, json={"service": "skills", "outbox": 2, "lag": 7})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        urls = {"skills": "http://skills", "coaching": "http://coaching"}
        left = await until_quiet(client, urls, within=0.05, pause=0.01)
    assert left == ["skills: 2 to publish, 7 to read", "coaching: no answer"]
