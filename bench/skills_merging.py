"""How long it takes to merge two skills that very many persons hold, and whether others are held up."""

from __future__ import annotations

import asyncio
import time

import asyncpg
import httpx

from bench.service import RunningService
from touchline_runtime.auth import Role

HOLDERS = 10_000
"""More than PostgreSQL's default lock table has entries."""

FILL_HOLDERS = """
insert into person (id, name, active, time_zone, revision)
select 'm' || n, 'Merged ' || n, true, 'UTC', 1 from generate_series(1, $1::int) as n
"""
FILL_HOLDINGS = """
insert into person_holding (person_id, revision) select 'm' || n, 1 from generate_series(1, $1::int) as n
"""
FILL_LEDGER = """
insert into ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
select 'm' || n, 1, 's299', 'assigned', 1, 'hand', now() from generate_series(1, $1::int) as n
"""
FILL_HELD = """
insert into held_skill (person_id, skill_id, level, since, level_since, evidence_kind)
select 'm' || n, 's299', 1, now(), now(), 'hand' from generate_series(1, $1::int) as n
"""


async def measure_merging(service: RunningService, url: str) -> str:
    """Gives a skill to many more, merges it into another, and asks something else all the while."""
    conn = await asyncpg.connect(url)
    try:
        for statement in (FILL_HOLDERS, FILL_HOLDINGS, FILL_LEDGER, FILL_HELD):
            await conn.execute(statement, HOLDERS)
        await conn.execute("analyze")
        holders = await conn.fetchval("select count(*) from held_skill where skill_id = 's299'")
    finally:
        await conn.close()
    admin, done = service.client("admin", *Role), asyncio.Event()
    others = asyncio.create_task(_longest(admin, done))
    began = time.perf_counter()
    answer = await admin.post("/skills/s299/merge", json={"into": "s298"})
    took = time.perf_counter() - began
    done.set()
    said = "merged" if answer.is_success else f"not merged ({answer.status_code} {answer.text})"
    return (
        f"a skill of {holders:,} holders {said} in {took:.1f} s; "
        f"the longest of the calls meanwhile took {await others:.1f} s"
    )


async def _longest(client: httpx.AsyncClient, done: asyncio.Event) -> float:
    longest = 0.0
    while not done.is_set():
        began = time.perf_counter()
        (await client.get("/persons/p7/skills")).raise_for_status()
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(0.01)
    return longest
