"""A dry run over generated tasks, beside the same condition in hand-written SQL and beside a naive loop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from rich.console import Console
from rich.table import Table

from bench.coaching_database import prepare
from bench.lifecycles import PERSONS, TEAMS
from bench.stack import Stack
from coaching.conditions.condition import compile_condition
from coaching.dry_runs.dry_run_opportunity import DryRunOpportunity, dry_run_opportunity
from coaching.dry_runs.view import DryRunView
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.auth import Principal, Role
from touchline_runtime.memory import settle_memory
from touchline_runtime.transaction import Connection, Database

Found = TypeVar("Found")

NAIVE_PART = 10
"""The naive loop does one in so many, and its time is multiplied: it holds all rows in memory."""
DAYS = 30

GENERATE = """
insert into task (number, revision, kind, state, priority, short_description, agent_id, team_id, category,
  product, opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached, rating_fraction,
  description, resolution_notes, link, channel, skills, reassignment_count, note_count, notes, rating,
  rating_min, rating_max, attributes)
select 'DRY-' || n, 4, case when n % 5 = 0 then 'interaction' else 'case' end, 'closed',
  (array['1 - critical', '2 - high', '3 - moderate', '4 - low'])[1 + n % 4], 'Task ' || md5(n::text),
  'bench-person-' || to_char(person, 'FM000'), 'bench-team-' || to_char(person % $2::bigint, 'FM00'),
  (array['billing', 'access', 'delivery', 'network'])[1 + n % 4],
  (array['Terminal', 'Portal', 'Mobile app'])[1 + n % 3],
  closed - n % 9000 * interval '1 minute', closed, closed, n % 90, n % 40 / 39, n % 12 = 0,
  case when n % 3 = 0 then n % 5 / 4.0 end, repeat(md5(n::text) || ' ', 12),
  repeat('done ', (n % 40)::integer), null, 'phone', array['sql', 'linux'], n % 3, 2, '[]',
  case when n % 3 = 0 then 1 + n % 5 end, 1, 5,
  '{"region": "north", "contract": "gold"}'
from (
  select n, n * 7919 % $3::bigint as person, now() - interval '29 days' * random() as closed
  from generate_series(1, $1::bigint) as n
) as made
"""
NAIVE = "select * from task limit $1"
CASES: dict[str, str] = {
    'sla_breached && priority.contains("critical")': "sla_breached and priority like '%critical%'",
    "minutes_to_resolve > 3 * 24 * 60": "resolved_at - opened_at > interval '3 days'",
    "size(resolution_notes.trim()) < 40": "length(trim(left(resolution_notes, 10000))) < 40",
    'attributes.region == "north" && handle_minutes > 80': (
        "attributes->>'region' = 'north' and handle_minutes > 80"
    ),
}
COUNT = "select count(*) from task where closed_at >= now() - interval '30 days' and "


@dataclass(frozen=True, slots=True)
class Tried:
    """Seconds of each, how many match, and the longest that anything else in the process had to wait."""

    condition: str
    matching: int
    assessments: int
    seconds: float
    waited_ms: float
    by_hand: float
    naive: float


async def measure(stack: Stack, tasks: int, say: Callable[[str], None]) -> list[Tried]:
    """Generates the tasks and tries each condition. Raises AssertionError where SQL counts others."""
    settle_memory()  # as every service does when it starts
    url = await stack.fresh_database("bench_dry_run")
    await prepare(url, 0)
    database = await Database.connect(url, service="coaching")
    try:
        async with database.reading() as conn:
            say(f"generating {tasks:,} tasks …")
            await conn.execute(GENERATE, tasks, TEAMS, PERSONS, timeout=3_600)
            await conn.execute("vacuum analyze task", timeout=3_600)
            return [await _tried(database, conn, condition, tasks) for condition in CASES]
    finally:
        await database.close()


async def _tried(database: Database, conn: Connection, condition: str, tasks: int) -> Tried:
    found, seconds, waited = await _dry_run(database, condition)
    counted, by_hand = await _timed(lambda: conn.fetchval(COUNT + CASES[condition]))
    assert counted == found.matching, f"{condition}: {found.matching} found, {counted} counted"
    _, naive = await _timed(lambda: _naive(conn, condition, tasks // NAIVE_PART))
    return Tried(
        condition, found.matching, found.assessments, seconds, waited * 1e3, by_hand, naive * NAIVE_PART
    )


async def _dry_run(database: Database, condition: str) -> tuple[DryRunView, float, float]:
    """What it found, its seconds, and the longest that the event loop was kept."""
    admin = Principal.of("bench-person-000", Role.COACHING_ADMIN)
    draft = DryRunOpportunity(by=admin, event_types=["task.closed"], condition=condition, days=DAYS)
    longest = 0.0

    async def wait_for_turns() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - began - 0.001)

    waiting = asyncio.create_task(wait_for_turns())
    try:
        async with database.transaction(None) as tx:
            found, seconds = await _timed(lambda: dry_run_opportunity(tx, draft))
    finally:
        waiting.cancel()
    return found, seconds, longest


async def _naive(conn: Connection, text: str, tasks: int) -> int:
    """Every column of every task at once, a whole snapshot of each, one after the other."""
    condition = compile_condition(text)
    known = {field.name for field in msgspec.structs.fields(TaskClosed)} - {"notes", "rating"}
    found = 0
    for row in await conn.fetch(NAIVE, tasks):
        told = {name: row[name] for name in known if name in row}
        found += condition.holds(TaskClosed(**told | {"attributes": json.loads(row["attributes"])}))
    return found


async def _timed(work: Callable[[], Coroutine[object, object, Found]]) -> tuple[Found, float]:
    began = time.perf_counter()
    found = await work()
    return found, time.perf_counter() - began


def show(tried: Sequence[Tried], tasks: int, console: Console) -> None:
    """A table for people."""
    table = Table(title=f"Dry run over {tasks:,} tasks of {DAYS} days (goal: under 10 s a million)")
    for heading in ("condition", "match", "opened", "dry run s", "loop kept ms", "by hand s", "naive s"):
        table.add_column(heading)
    for each in tried:
        figures = (each.seconds, each.waited_ms, each.by_hand, each.naive)
        counted = (f"{each.matching:,}", f"{each.assessments:,}")
        table.add_row(each.condition, *counted, *(f"{figure:.1f}" for figure in figures))
    console.print(table)
