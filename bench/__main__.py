"""``python -m bench``: throughput beside the opponents, memory and latency; prints tables, saves JSON."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Callable, Set
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import dry_run, learning, lists, proposal_latency, skills, skills_consuming
from bench.case import Case
from bench.contest import TOPIC, Size, compete, touchline
from bench.kafka_topics import publish
from bench.latency import Latency, measure
from bench.lifecycles import messages
from bench.report import Figures, Memory, save, show, show_calls
from bench.rules import SEEDED
from bench.stack import Stack, running_stack
from devstack.kafka import recreate_topics

RESULTS = Path(__file__).parent / "results"
console = Console()


class Part(StrEnum):
    """What can be measured by itself."""

    THROUGHPUT = "throughput"
    MEMORY = "memory"
    LATENCY = "latency"
    DRY_RUN = "dry-run"
    LISTS = "lists"
    SKILLS = "skills"
    SKILLS_CONSUMING = "skills-consuming"
    PROPOSAL_LATENCY = "proposal-latency"
    LEARNING_MEMORY = "learning-memory"
    LEARNING_ORDERS = "learning-orders"


USUAL = frozenset((Part.THROUGHPUT, Part.MEMORY, Part.LATENCY))


def main(
    parts: Annotated[list[Part] | None, typer.Argument(help="Default: the first three.")] = None,
    events: Annotated[int, typer.Option(min=1_000, help="Events for each contender.")] = 200_000,
    prefill: Annotated[int, typer.Option(min=0, help="Rows in the inbox beforehand.")] = 5_000_000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the medians count.")] = 3,
    tasks: Annotated[
        int, typer.Option(min=1_000, help="Tasks that dry run, lists, skills and learning are of.")
    ] = 1_000_000,
    seconds: Annotated[float, typer.Option(min=5, help="How long latency is measured.")] = 60.0,
    assessments: Annotated[int, typer.Option(min=100, help="Assessments that lists are of.")] = 100_000,
    ledger: Annotated[int, typer.Option(min=5_000, help="Entries of the ledger of skills.")] = 2_000_000,
    opportunities: Annotated[int, typer.Option(min=SEEDED, help="Opportunities in force.")] = SEEDED,
    quick: Annotated[bool, typer.Option(help="Small and fast: shows that it runs, not how fast.")] = False,
) -> None:
    """Measures one worker on Apache Kafka and PostgreSQL, everything durable, opponents beside it."""
    size = Size(events, min(events, 10_000), prefill, rounds, opportunities)
    if quick:
        size = Size(10_000, 500, 50_000, 1, opportunities)
        seconds, tasks, assessments, ledger = 5.0, 20_000, 2_000, 210_000
    # told to end, it stops what it started
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wanted = set(parts or USUAL)
    alone: dict[Part, Callable[[], None]] = {
        Part.DRY_RUN: lambda: asyncio.run(_try_drafts(tasks)),
        Part.LISTS: lambda: asyncio.run(_lists(tasks, assessments)),
        Part.SKILLS: lambda: asyncio.run(_skills(tasks, ledger)),
        Part.SKILLS_CONSUMING: lambda: asyncio.run(_skills_consuming(size)),
        Part.PROPOSAL_LATENCY: lambda: asyncio.run(_proposal_latency(seconds)),
        Part.LEARNING_MEMORY: lambda: learning.measure_memory(tasks, console.print, console),
        Part.LEARNING_ORDERS: lambda: learning.measure_orders(min(tasks // 10, learning.MIXED), console),
    }
    for part in alone.keys() & wanted:
        alone[part]()
    if usual := wanted & USUAL:
        asyncio.run(_measure(usual, size, seconds, 50_000 if quick else 1_000_000))


async def _try_drafts(tasks: int) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            dry_run.show(await dry_run.measure(stack, tasks, console.print), tasks, console)


async def _lists(tasks: int, assessments: int) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            console.print(f"lists: generating {tasks:,} tasks and {assessments:,} assessments …")
            found = await lists.measure_lists(stack, Path(folder), tasks, assessments, console.print)
    show_calls("Lists", lists.GOAL_MS, found, console)


async def _skills(tasks: int, ledger: int) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            console.print(f"skills: generating {ledger:,} entries of the ledger and {tasks:,} tasks …")
            found = await skills.measure_skills(stack, Path(folder), tasks, ledger, console.print)
    show_calls("Skills", skills.GOAL_MS, found, console)


async def _skills_consuming(size: Size) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            found = await skills_consuming.measure_consuming(
                stack, size.events, size.inbox_rows, size.rounds, console.print
            )
    skills_consuming.show_consuming(found, console)


async def _proposal_latency(seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            found = await proposal_latency.measure_proposals(stack, Path(folder), seconds, console.print)
    proposal_latency.show_proposals(found, console)


async def _measure(parts: Set[Part], size: Size, seconds: float, memory_events: int) -> None:
    with tempfile.TemporaryDirectory(prefix="touchline-bench-") as folder:
        async with running_stack(Path(folder)) as stack:
            console.print(", ".join(f"{name} {value}" for name, value in stack.settings.items()), style="dim")
            figures = await _figures(stack, parts, size, seconds, memory_events, Path(folder))
    show(figures, console)
    console.print(f"saved as {save(figures, RESULTS)}", style="dim")


async def _figures(
    stack: Stack, parts: Set[Part], size: Size, seconds: float, memory_events: int, folder: Path
) -> Figures:
    latency: Latency | None = None
    if Part.LATENCY in parts:
        console.print("latency: publish at 500 events/s, read over HTTP …")
        latency = await measure(stack, folder, seconds)
        await recreate_topics(stack.bootstrap)
    wanted = {Part.THROUGHPUT: size.events, Part.MEMORY: memory_events}
    total = max((wanted[part] for part in parts & wanted.keys()), default=0)
    if total:
        console.print(f"publishing {total:,} events …")
        await publish(stack.bootstrap, TOPIC, messages(total))
    outcomes = await compete(stack, size, console.print) if Part.THROUGHPUT in parts else []
    memory = None
    if Part.MEMORY in parts:
        console.print(f"memory: {memory_events:,} events through one worker …")
        case = Case(stack.bootstrap, "", TOPIC, memory_events, turn=size.rounds)
        memory = Memory.of(await touchline(stack, case, size))
    sizes = {
        "events": size.events,
        "handled": size.handled,
        "inbox_rows": size.inbox_rows,
        "rounds": size.rounds,
        "opportunities": size.opportunities,
    }
    return Figures(stack.settings, sizes, outcomes, memory, latency)


if __name__ == "__main__":
    typer.run(main)
