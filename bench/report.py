"""The figures as a table for people and as JSON for comparison."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from bench.calls import CallTime
from bench.case import Outcome
from bench.latency import Latency

OURS = "touchline"


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MB over the second and the last quarter of a long run."""

    events: int
    second_quarter: float
    last_quarter: float

    @classmethod
    def of(cls, outcome: Outcome) -> Memory:
        """The first quarter is left out: caches and pools fill then."""
        samples, quarter = outcome.memory_mb, max(1, len(outcome.memory_mb) // 4)
        early = statistics.mean(samples[quarter : 2 * quarter] or samples)
        return cls(outcome.events, early, statistics.mean(samples[-quarter:]))


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything one run found."""

    settings: dict[str, str]
    sizes: dict[str, int]
    outcomes: Sequence[Outcome]
    memory: Memory | None
    latency: Latency | None

    def rates(self) -> dict[str, float]:
        """Events a second by contender: the median of the rounds."""
        return {name: statistics.median(o.rate for o in runs) for name, runs in self._runs().items()}

    def cpu(self) -> dict[str, float]:
        """Microseconds of processor time an event in the contender's process: the median of the rounds."""
        return {
            name: statistics.median(o.cpu_seconds / o.events * 1e6 for o in runs)
            for name, runs in self._runs().items()
        }

    def ratios(self) -> dict[str, float]:
        """Touchline's rate over each opponent's."""
        rates = self.rates()
        ours = rates.pop(OURS, None)
        return {} if ours is None else {name: ours / rate for name, rate in rates.items()}

    def _runs(self) -> dict[str, list[Outcome]]:
        runs: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            runs.setdefault(outcome.contender, []).append(outcome)
        return runs


def show(figures: Figures, console: Console) -> None:
    """Prints the tables."""
    if figures.outcomes:
        _show_throughput(figures, console)
    if figures.memory:
        found = figures.memory
        console.print(
            f"memory of the worker over {found.events:,} events: {found.second_quarter:.0f} MB in the second "
            f"quarter, {found.last_quarter:.0f} MB in the last"
        )
    if figures.latency:
        lag = figures.latency
        console.print(
            f"published → readable over HTTP at {lag.rate:.0f} events/s: p50 {lag.p50:.0f} ms, "
            f"p99 {lag.p99:.0f} ms, longest {lag.longest:.0f} ms ({lag.samples} samples; goal p99 < 150 ms)"
        )


def show_calls(title: str, goal_ms: float, calls: Sequence[CallTime], console: Console) -> None:
    """Prints what each call took, the slowest first."""
    goal = f"{title} over HTTP, goal: p95 < {goal_ms:.0f} ms"
    table = Table("call", "found", "p50 ms", "p95 ms", "p99 ms", title=goal)
    for each in sorted(calls, key=lambda each: -each.p95):
        table.add_row(each.call, f"{each.found:,}", f"{each.p50:.1f}", f"{each.p95:.1f}", f"{each.p99:.1f}")
    console.print(table)


def save(figures: Figures, folder: Path) -> Path:
    """Writes the figures as JSON, named by the time. Returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC)
    document = asdict(figures) | {
        "at": at.isoformat(timespec="seconds"),
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "events_per_second": figures.rates(),
        "cpu_microseconds_per_event": figures.cpu(),
        "touchline_over": figures.ratios(),
    }
    file = folder / f"{at:%Y%m%d-%H%M%S}.json"
    file.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    return file


def _show_throughput(figures: Figures, console: Console) -> None:
    goals = {"bare loop": "≥ 0.5", "per-message handler": "≥ 10"}
    table = Table(
        "contender", "events/s", "CPU µs/event", "touchline is", "goal", title="One worker, one core"
    )
    ratios, cpu = figures.ratios(), figures.cpu()
    for name, rate in figures.rates().items():
        ratio = f"{ratios[name]:.2f} ×" if name in ratios else ""
        table.add_row(name, f"{rate:,.0f}", f"{cpu[name]:.0f}", ratio, goals.get(name, "20,000/s"))
    console.print(table)
    for rules in {each.rules_per_event for each in figures.outcomes if each.contender == OURS}:
        in_force = figures.sizes["opportunities"]
        console.print(f"rules evaluated an event: {rules:.2f} of {in_force} opportunities in force")
