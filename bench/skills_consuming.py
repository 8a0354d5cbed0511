"""Task events through the skills service's consumer: events a second, and the CPU time of each."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.table import Table

from bench.case import Case, Outcome
from bench.contest import TOPIC, in_child
from bench.kafka_topics import publish
from bench.lifecycles import messages
from bench.stack import Stack
from bench.touchline_worker import prefill
from devstack.kafka import ensure_topics
from skills.main import SERVICE
from skills.tasks.figures.store import COUNT_DELTAS
from touchline_runtime.migrate import migrate

GOAL = 15_000
TAGS = 300
"""Skills that the tasks name: three in ten tasks name none, two in ten name two."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Consumed:
    """One round. ``postgres_seconds``: CPU of all processes of the server; ``unfolded``: left at the end."""

    outcome: Outcome
    postgres_seconds: float
    unfolded: int


async def measure_consuming(
    stack: Stack, events: int, inbox_rows: int, rounds: int, say: Callable[[str], None]
) -> list[Consumed]:
    """The same events each round, from Apache Kafka into a fresh database."""
    await ensure_topics(stack.bootstrap)
    say(f"publishing {events:,} events …")
    await publish(stack.bootstrap, TOPIC, messages(events, tags=TAGS))
    found: list[Consumed] = []
    for turn in range(rounds):
        url = await stack.fresh_database("bench_skills")
        await migrate(url, service_migrations=SERVICE.migrations)
        await prefill(url, inbox_rows)
        before = cpu_seconds(stack.postgres_pid)
        case = Case(stack.bootstrap, url, TOPIC, events, turn=turn)
        outcome = replace(await in_child("bench.skills_worker", case), contender="skills")
        found.append(Consumed(outcome, cpu_seconds(stack.postgres_pid) - before, await _unfolded(url)))
        say(f"round {turn + 1}: {outcome.rate:,.0f} events/s")
    return found


def cpu_seconds(pid: int) -> float:
    """Of a process, its children that live, and all that it has waited for."""
    return sum(
        sum(times) if process == pid else sum(times[:2])
        for process, parent, times in map(_stat, _processes())
        if pid in (process, parent)
    )


def show_consuming(found: list[Consumed], console: Console) -> None:
    """Prints each round."""
    table = Table(
        *("round", "events/s", "µs/event", "events/s a core", "PG µs/event", "PG events/s a core"),
        *("unfolded", "peak MB"),
        title=f"Task events through the skills service; goal: {GOAL:,}/s a core of the service",
    )
    for turn, each in enumerate(found, 1):
        events, service = each.outcome.events, each.outcome.cpu_seconds
        table.add_row(
            *(str(turn), f"{each.outcome.rate:,.0f}"),
            *(f"{service / events * 1e6:.0f}", f"{events / service:,.0f}"),
            *(f"{each.postgres_seconds / events * 1e6:.0f}", f"{events / each.postgres_seconds:,.0f}"),
            *(f"{each.unfolded:,}", f"{each.outcome.peak_mb:.0f}"),
        )
    console.print(table)


async def _unfolded(url: str) -> int:
    conn = await asyncpg.connect(url)
    try:
        return int(await conn.fetchval(COUNT_DELTAS))
    finally:
        await conn.close()


def _processes() -> list[Path]:
    return [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _stat(process: Path) -> tuple[int, int, list[float]]:
    """Its id, its parent's, and seconds: of its own in user and system mode, then of ended children."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return int(process.name), 0, [0.0] * 4
    return int(process.name), int(fields[1]), [int(ticks) / _TICKS for ticks in fields[11:15]]
