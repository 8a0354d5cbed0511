"""A copy of the process works with the memory of the moment when it began, and says how it ended."""

from __future__ import annotations

import errno
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from recommender.learner import still
from recommender.learner.still import begin_copy, copy_ended


async def test_a_copy_sees_what_was_there_when_it_began(tmp_path: Path) -> None:
    seen, go = tmp_path / "seen", tmp_path / "go"
    state = ["before"]

    def write_when_told() -> None:
        while not go.exists():
            time.sleep(0.01)
        seen.write_text(state[0])

    copy = begin_copy(write_when_told)
    state[0] = "after"
    go.touch()
    await copy_ended(copy)
    assert seen.read_text() == "before"


async def test_what_hindered_it_is_told_here() -> None:
    def fill_the_disk() -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="No space left on device"):
        await copy_ended(begin_copy(fill_the_disk))


async def test_any_other_failure_is_told_too() -> None:
    with pytest.raises(OSError, match="standard error"):
        await copy_ended(begin_copy(lambda: [].pop()))


async def test_one_that_was_killed_is_no_success() -> None:
    copy = begin_copy(lambda: time.sleep(60))
    os.kill(copy, signal.SIGKILL)
    with pytest.raises(OSError, match="signal 9"):
        await copy_ended(copy)


async def test_one_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "LONGEST_SECONDS", 1)
    with pytest.raises(OSError, match="signal 14"):
        await copy_ended(begin_copy(lambda: time.sleep(60)))


async def test_a_connection_ends_with_the_first_process_though_the_copy_still_works(tmp_path: Path) -> None:
    go, written = tmp_path / "go", tmp_path / "written"

    def write_when_told() -> None:
        while not go.exists():
            time.sleep(0.01)
        os.write(file.fileno(), b"whole")

    here, there = socket.socketpair()
    there.settimeout(10)
    with written.open("xb") as file:
        copy = begin_copy(write_when_told, {file.fileno()})
        here.close()
        assert there.recv(1) == b""
        go.touch()
        await copy_ended(copy)
    there.close()
    assert written.read_bytes() == b"whole"
