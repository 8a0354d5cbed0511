"""Runs a module as a companion process: ``python -m touchline_runtime.companion recommender.learner``.

Its standard input is a pipe from the service. When the service is gone, however it died, the pipe ends and
so does the companion.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from threading import Thread


def _end_with_the_service() -> None:
    # Not through sys.stdin: its lock, held here, would abort the interpreter when the companion ends itself.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_end_with_the_service, daemon=True).start()
    runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=True)
