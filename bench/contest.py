"""Runs the contenders one after another on the same events, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.case import Case, Outcome
from bench.coaching_database import prepare
from bench.rules import SEEDED
from bench.stack import Stack

ROOT = Path(__file__).parent.parent
TOPIC = "touchline.tasks"
PATIENCE_SECONDS = 1_800.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much to run. The handler per message gets ``handled`` events: it needs a while for each.

    ``opportunities`` are in force, the six default ones among them.
    """

    events: int
    handled: int
    inbox_rows: int
    rounds: int
    opportunities: int = SEEDED


async def compete(stack: Stack, size: Size, say: Callable[[str], None]) -> list[Outcome]:
    """Every contender in every round, in turn, so that a busy minute of the machine hits all alike."""
    outcomes: list[Outcome] = []
    for turn in range(size.rounds):
        case = Case(stack.bootstrap, "", TOPIC, size.events, turn=turn)
        for run in (bare, touchline, per_message):
            outcome = await run(stack, case, size)
            say(f"round {turn + 1}: {outcome.contender} {outcome.rate:,.0f} events/s")
            outcomes.append(outcome)
    return outcomes


async def bare(stack: Stack, case: Case, _: Size) -> Outcome:
    """Opponent (a)."""
    url = await stack.fresh_database("bench_bare")
    return await in_child("bench.bare_loop", replace(case, database_url=url))


async def per_message(stack: Stack, case: Case, size: Size) -> Outcome:
    """Opponent (b)."""
    url = await stack.fresh_database("bench_handled")
    return await in_child("bench.per_message", replace(case, database_url=url, events=size.handled))


async def touchline(stack: Stack, case: Case, size: Size) -> Outcome:
    """The coaching service's consumer and relay, its inbox filled beforehand."""
    url = await stack.fresh_database("bench_coaching")
    rules = await prepare(url, size.inbox_rows, size.opportunities)
    outcome = await in_child("bench.touchline_worker", replace(case, database_url=url))
    return replace(outcome, rules_per_event=rules)


async def in_child(module: str, case: Case) -> Outcome:
    """Runs a contender's module. Raises RuntimeError with the end of its output when it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, json.dumps(asdict(case))),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, err = await process.communicate()
    except (TimeoutError, asyncio.CancelledError):
        os.killpg(process.pid, signal.SIGKILL)
        raise
    if process.returncode != 0:
        raise RuntimeError(f"{module} failed: {err.decode(errors='replace')[-2_000:]}")
    return Outcome.parse(out.decode().strip().splitlines()[-1])
