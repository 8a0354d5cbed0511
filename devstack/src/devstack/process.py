"""One child process in a group of its own, with its output in a log file. Not bound to an event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from devstack import guard
from devstack.failures import StartFailed

_POLL = 0.05


@dataclass
class Process:
    """A program that can be started again and again with the same command.

    ``patience`` is how many seconds ``stop`` waits after ``stop_signal`` before it kills the group;
    ``user`` is the system user to run as (only root may change it).
    """

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Starts the program. Raises StartFailed if it cannot be executed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            try:
                self._child = subprocess.Popen(
                    list(self.command),
                    env={**os.environ, **self.env},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.cwd,
                    start_new_session=True,
                    **_as_user(self.user),
                )
            except OSError as error:
                raise StartFailed(f"{self.name} cannot be started: {error}") from error
        guard.watch(self._child.pid, self.stop_signal)

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._child.pid if self._child is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether the program runs (or is paused)."""
        return self._child is not None and self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The last exit code, negative for a signal; None while it runs or was never started."""
        return None if self._child is None else self._child.poll()

    async def wait(self) -> int:
        """Waits for the end and returns the exit code. Raises RuntimeError if never started."""
        if self._child is None:
            raise RuntimeError(f"{self.name} was never started")
        while self._child.poll() is None:  # noqa: ASYNC110 - a child sets no event
            await asyncio.sleep(_POLL)
        self._end_leftovers(self._child.pid)
        return self._child.returncode

    async def stop(self) -> None:
        """Asks the group to end, and kills it when its patience is over. Does nothing if it does not run."""
        self.send(self.stop_signal)
        self.resume()
        try:
            async with asyncio.timeout(self.patience):
                await self._ended()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """Ends the whole group at once, without any goodbye."""
        self.send(signal.SIGKILL)
        await self._ended()

    def pause(self) -> None:
        """Stops the group's clock (SIGSTOP)."""
        self.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets a paused group go on (SIGCONT)."""
        self.send(signal.SIGCONT)

    def send(self, number: signal.Signals) -> None:
        """Signals the whole group, if it still runs."""
        if self._child is None or not self.running:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, number)

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, to show when something failed."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def _end_leftovers(self, group: int) -> None:
        """Children of the program must not outlive it: a restart would make them two."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
        guard.release(group)

    async def _ended(self) -> None:
        if self._child is not None:
            await self.wait()


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as_user(user: str | None) -> _Identity:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


async def run_once(process: Process, *, within: float = 120.0) -> None:
    """Runs a program to its end. Raises StartFailed with the end of its log if it fails or takes too long."""
    process.start()
    try:
        async with asyncio.timeout(within):
            code = await process.wait()
    except TimeoutError:
        await process.kill()
        raise StartFailed(
            f"{process.name} did not end within {within:.0f} s:\n{process.last_lines()}"
        ) from None
    if code != 0:
        raise StartFailed(f"{process.name} failed with exit code {code}:\n{process.last_lines()}")
