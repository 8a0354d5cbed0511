"""What one contender is given, and what it reports."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from touchline_runtime.memory import settle_memory

SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Case:
    """One run: read ``events`` records of ``topic`` in polls of at most ``batch``."""

    bootstrap: str
    database_url: str
    topic: str
    events: int
    batch: int = 500
    turn: int = 0

    @property
    def group(self) -> str:
        """The consumer group's name: another one each round, so that each begins at the start."""
        return f"bench-{self.topic}-{self.turn}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``seconds`` run from the first record to the last effect; ``cpu_seconds`` are this process's.

    ``memory_mb`` are samples of its resident memory, evenly spaced over the events. ``rules_per_event``: how
    many opportunities are evaluated for an event on average.
    """

    contender: str
    events: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    memory_mb: tuple[float, ...] = ()
    rules_per_event: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Outcome:
        """Reads what a contender's process printed."""
        fields = json.loads(text)
        return cls(**fields | {"memory_mb": tuple(fields["memory_mb"])})

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


class Stopwatch:
    """Starts at the first record, so that joining a consumer group is not measured."""

    def __init__(self, events: int) -> None:
        self._began: float | None = None
        self._cpu = 0.0
        self._every = max(1, events // SAMPLES)
        self._memory: list[float] = []
        self.seen = 0

    def start(self) -> None:
        """Starts the clock; later calls change nothing."""
        if self._began is None:
            self._began = time.perf_counter()
            self._cpu = time.process_time()

    def count(self, records: int) -> None:
        """So many more records are applied."""
        self.reached(self.seen + records)

    def reached(self, records: int) -> None:
        """So many records are applied in all; samples the memory now and then."""
        self.seen = records
        if self.seen >= len(self._memory) * self._every:
            self._memory.append(_resident_mb())

    def stop(self, contender: str) -> Outcome:
        """The outcome as of now. Raises RuntimeError when no record was seen."""
        if self._began is None:
            raise RuntimeError("no record was seen")
        seconds = time.perf_counter() - self._began
        cpu = time.process_time() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Outcome(contender, self.seen, seconds, cpu, peak, tuple(self._memory))


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main(contender: Callable[[Case], Awaitable[Outcome]]) -> None:
    """Runs a contender in this process: the case as JSON in argv[1], the outcome as JSON on stdout."""
    case = Case(**json.loads(sys.argv[1]))
    # the loop that the services run on and their way with garbage, for everybody
    settle_memory()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(_awaited(contender, case))
    print(json.dumps(asdict(outcome)))


async def _awaited(contender: Callable[[Case], Awaitable[Outcome]], case: Case) -> Outcome:
    return await contender(case)
