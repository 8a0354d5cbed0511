"""Companion processes are started again when they end, and never outlive the service."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from time import monotonic

import psutil
import pytest

from touchline_runtime import companions
from touchline_runtime.companions import keep_companion

CRASHING = """
import os
with open("runs", "a") as runs:
    runs.write("x")
os._exit(3)
"""
PATIENT = "import pathlib, os, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where companions are found and run."""
    (tmp_path / "crashing.py").write_text(CRASHING)
    (tmp_path / "patient.py").write_text(PATIENT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


async def pid_in(folder: Path) -> int:
    """The process id that the companion wrote."""
    file = folder / "pid"
    deadline = monotonic() + 20
    while not (file.exists() and file.read_text()):
        assert monotonic() < deadline
        await asyncio.sleep(0.05)
    return int(file.read_text())


async def until_gone(pid: int) -> None:
    """Waits until there is no such process."""
    deadline = monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_a_companion_that_ends_is_started_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companions, "_SHORTEST", 0.01)
    stop = asyncio.Event()
    keeping = asyncio.ensure_future(keep_companion("crashing", stop))
    deadline = monotonic() + 30
    while not (folder / "runs").exists() or len((folder / "runs").read_text()) < 2:
        assert monotonic() < deadline
        await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(keeping, 10)


async def test_stopping_ends_the_companion(folder: Path) -> None:
    stop = asyncio.Event()
    keeping = asyncio.ensure_future(keep_companion("patient", stop))
    pid = await pid_in(folder)
    stop.set()
    await asyncio.wait_for(keeping, 10)
    await until_gone(pid)


async def test_a_companion_dies_with_a_service_that_is_killed(folder: Path) -> None:
    script = (
        "import asyncio; from touchline_runtime.companions import keep_companion\n"
        "async def main(): await keep_companion('patient', asyncio.Event())\n"
        "asyncio.run(main())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    service = await asyncio.create_subprocess_exec(sys.executable, "-c", script, env=environment)
    try:
        pid = await pid_in(folder)
    finally:
        service.kill()
        await service.wait()
    await until_gone(pid)


async def test_a_companion_starts_when_what_it_waits_for_is_done(folder: Path) -> None:
    stop, read = asyncio.Event(), asyncio.Event()

    async def ready() -> None:
        await read.wait()

    keeping = asyncio.ensure_future(keep_companion("patient", stop, ready()))
    await asyncio.sleep(0.5)
    assert not (folder / "pid").exists()
    read.set()
    await pid_in(folder)
    stop.set()
    await asyncio.wait_for(keeping, 10)


async def test_one_that_still_waits_is_never_started_when_the_service_stops(folder: Path) -> None:
    stop = asyncio.Event()
    keeping = asyncio.ensure_future(keep_companion("patient", stop, asyncio.sleep(60)))
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.wait_for(keeping, 10)
    assert not (folder / "pid").exists()


async def test_a_failure_of_what_it_waits_for_is_the_services(folder: Path) -> None:
    async def failing() -> None:
        raise ValueError("nothing to read")

    with pytest.raises(ValueError, match="nothing to read"):
        await keep_companion("patient", asyncio.Event(), failing())
