"""Ends a dead parent's processes: nothing outlives the stack or the tests, even after a SIGKILL.

A parent starts one guard, which is this file as a program, and tells it over a pipe which process groups it
has and with which signal each stops. When the pipe closes, because the parent is gone, the guard signals
what is left, waits, and kills what still runs.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO

_PATIENCE = 20.0
_lock = threading.Lock()
_pipes: dict[int, IO[str]] = {}
_held: set[int] = set()


def watch(group: int, stop_signal: signal.Signals) -> None:
    """Tells this process's guard of a process group; the guard starts with the first."""
    _tell(f"+ {group} {int(stop_signal)}")


def release(group: int) -> None:
    """Tells the guard that the process group has ended."""
    _tell(f"- {group} 0")


def hold(descriptor: int) -> None:
    """Has the guard keep a file descriptor open, such as a lock. Call before ``watch``."""
    _held.add(descriptor)


def _tell(line: str) -> None:
    with _lock:
        pipe = _pipes.get(os.getpid()) or _start()
        pipe.write(line + "\n")
        pipe.flush()


def _start() -> IO[str]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        pass_fds=tuple(_held),
        cwd="/",
        start_new_session=True,
    )
    assert process.stdin is not None
    _pipes[os.getpid()] = process.stdin
    return process.stdin


def _main() -> None:
    groups: dict[int, int] = {}
    for line in sys.stdin:
        verb, group, number = line.split()
        if verb == "+":
            groups[int(group)] = int(number)
        else:
            groups.pop(int(group), None)
    for group, number in groups.items():
        _signal(group, number)
        _signal(group, signal.SIGCONT)
    deadline = time.monotonic() + _PATIENCE
    while any(_signal(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.1)
    for group in groups:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    _main()
