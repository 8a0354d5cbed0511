"""What one contender is given, and what it reports."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One run: read ``events`` records of ``topic`` in polls of at most ``batch``."""

    bootstrap: str
    database_url: str
    topic: str
    events: int
    batch: int = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` run from the first record to the last effect; ``cpu_seconds`` are this process's."""

    contender: str
    events: int
    seconds: float
    cpu_seconds: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


class Stopwatch:
    """Starts at the first record, so that joining a consumer group is not measured."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._cpu = 0.0

    def start(self) -> None:
        """Starts the clock; later calls change nothing."""
        if self._began is None:
            self._began = time.perf_counter()
            self._cpu = time.process_time()

    def stop(self, contender: str, events: int) -> Outcome:
        """The outcome as of now. Raises RuntimeError when no record was seen."""
        if self._began is None:
            raise RuntimeError("no record was seen")
        seconds = time.perf_counter() - self._began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Outcome(contender, events, seconds, time.process_time() - self._cpu, peak)


def main(contender: Callable[[Case], Awaitable[Outcome]]) -> None:
    """Runs a contender in this process: the case as JSON in argv[1], the outcome as JSON on stdout."""
    case = Case(**json.loads(sys.argv[1]))
    outcome = asyncio.run(_awaited(contender, case))
    print(json.dumps(asdict(outcome)))


async def _awaited(contender: Callable[[Case], Awaitable[Outcome]], case: Case) -> Outcome:
    return await contender(case)
