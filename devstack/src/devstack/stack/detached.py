"""A stack that runs in the background, and how it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from devstack import failures
from devstack.failures import StackError, StartFailed
from devstack.stack.state import StackRecord, StateFolder

if TYPE_CHECKING:
    from devstack.stack.stack import Wishes

_RUNNING_WITHIN = 300.0
_STOPPED_WITHIN = 150.0


def start(state: StateFolder, wishes: Wishes, port: int) -> StackRecord:
    """Starts a supervisor in the background and waits until it runs. Raises StackError with what it said."""
    state.create()
    log = state.logs / "supervisor.log"
    command = [sys.executable, "-m", "devstack", "up", "--state", str(state.path), "--port", str(port)]
    command += ["--kafka", wishes.kafka, "--postgres", wishes.postgres]
    command += ["--demo" if wishes.demo else "--no-demo"]
    with log.open("wb") as out:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    deadline = time.monotonic() + _RUNNING_WITHIN
    while time.monotonic() < deadline:
        record = state.record()
        if record is not None and record.pid == child.pid and record.phase == "running":
            return record
        code = child.poll()
        if code is not None:
            raise _failure(code, log.read_text(errors="replace"))
        time.sleep(0.1)
    child.terminate()
    raise StartFailed(f"the stack was not ready within {_RUNNING_WITHIN:.0f} s: see {log}")


def stop(state: StateFolder) -> StackRecord:
    """Asks the stack to drain and stop, and waits. Raises NotRunning, or StackError after too long."""
    record = state.running()
    os.kill(record.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOPPED_WITHIN
    while state.is_locked():
        if time.monotonic() > deadline:
            raise StackError(f"the stack (process {record.pid}) has not stopped: see {state.logs}")
        time.sleep(0.1)
    return record


def _failure(code: int, said: str) -> StackError:
    """The failure that ended the supervisor, with the code that stands for it."""
    kinds = {kind.exit_code: kind for kind in StackError.__subclasses__()}
    _, _, message = said.rpartition(f"{failures.PREFIX} ")
    return kinds.get(code, StartFailed)(message.strip() or f"the supervisor ended with exit code {code}")
