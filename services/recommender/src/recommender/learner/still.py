"""Work in a copy of this process: it sees the memory of this moment, while the process itself goes on."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import traceback
from collections.abc import Callable, Collection
from contextlib import suppress

LONGEST_SECONDS = 600
"""A copy that takes longer is ended: the next one would wait for it for ever."""

_OTHER = 255
"""Exit code of a copy that failed otherwise than by an OSError, whose number is the code."""


def begin_copy(work: Callable[[], None], files: Collection[int] = ()) -> int:
    """Forks a copy that does ``work`` and ends. Returns its process id, for ``copy_ended``.

    Memory is shared until one side writes to it. Of what is open the copy keeps ``files`` and standard error:
    it has neither event loop nor connections.
    Raises OSError where there is no room for another process.
    """
    if pid := os.fork():
        return pid
    code = _OTHER
    try:
        _be_nobody()
        _close_all_but(files)
        work()
        code = 0
    except OSError as error:
        code = error.errno or _OTHER
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


async def copy_ended(pid: int) -> None:
    """Waits for the copy. Raises OSError if it did not finish its work, and why."""
    _, status = await asyncio.to_thread(os.waitpid, pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        raise OSError(f"signal {-code} ended the copy of the process that was writing")
    if code == _OTHER:
        raise OSError("the copy of the process that was writing failed: see its standard error")
    if code:
        raise OSError(code, os.strerror(code))


def _close_all_but(files: Collection[int]) -> None:
    """A connection that it held open would keep the learner's lock, should the first process be killed."""
    for name in os.listdir("/dev/fd"):
        if int(name) > 2 and int(name) not in files:
            with suppress(OSError):
                os.close(int(name))


def _be_nobody() -> None:
    """Signals are told to the first process's loop no more, nobody waits for its input, others go first."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    os.close(0)
    os.nice(10)
    signal.alarm(LONGEST_SECONDS)
    # The collector writes to every object it looks at, and each page would be copied for it.
    gc.disable()
