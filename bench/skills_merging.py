"""How long it takes to merge skills that very many persons hold, and whether others are held up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import httpx

from bench.service import RunningService
from touchline_runtime.auth import Role

HOLDERS = 9_000
"""More than PostgreSQL's default lock table has entries."""
AHEAD = 60_000
"""More than one merge moves."""
PORTION = 1_000

FILL_HOLDERS = """
insert into person (id, name, active, time_zone, revision)
select $2::text || n, 'Merged ' || n, true, 'UTC', 1 from generate_series(1, $1::int) as n
"""
FILL_HOLDINGS = """
insert into person_holding (person_id, revision) select $2::text || n, 1 from generate_series(1, $1::int) as n
"""
FILL_LEDGER = """
insert into ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
select $2::text || n, 1, $3, 'assigned', 1, 'hand', now() from generate_series(1, $1::int) as n
"""
FILL_HELD = """
insert into held_skill (person_id, skill_id, level, since, level_since, evidence_kind)
select $2::text || n, $3, 1, now(), now(), 'hand' from generate_series(1, $1::int) as n
"""


async def measure_merging(service: RunningService, url: str) -> str:
    """Gives skills to many more, merges them into others, and asks and decides all the while."""
    admin, asking = service.client("admin", *Role), service.client("admin", *Role)
    deciding = service.client("admin", *Role)
    return "\n".join(
        [
            await _at_once(admin, asking, deciding, await _give(url, "m", "s299", HOLDERS)),
            await _in_portions(admin, asking, deciding, await _give(url, "n", "s296", AHEAD)),
        ]
    )


async def _at_once(
    admin: httpx.AsyncClient, asking: httpx.AsyncClient, deciding: httpx.AsyncClient, holders: int
) -> str:
    began = time.perf_counter()
    async with _others(asking, deciding) as longest:
        answer = await admin.post("/skills/s299/merge", json={"into": "s298"})
        took = time.perf_counter() - began
    said = "merged" if answer.is_success else f"not merged ({answer.status_code} {answer.text})"
    return f"a skill of {holders:,} holders {said} in {took:.1f} s; {_said(longest)}"


async def _in_portions(
    admin: httpx.AsyncClient, asking: httpx.AsyncClient, deciding: httpx.AsyncClient, holders: int
) -> str:
    began, left, portions = time.perf_counter(), holders, []
    async with _others(asking, deciding) as longest:
        while left:
            asked = {"into": "s295", "limit": PORTION}
            since = time.perf_counter()
            answer = (await admin.post("/skills/s296/move-holders", json=asked)).raise_for_status()
            portions.append(time.perf_counter() - since)
            left = answer.json()["left"]
        (await admin.post("/skills/s296/merge", json={"into": "s295"})).raise_for_status()
        took = time.perf_counter() - began
    portion = f"{PORTION:,} in {sum(portions) / len(portions):.2f} s, at most {max(portions):.2f}"
    return f"a skill of {holders:,} holders merged in {took:.1f} s, {portion}; {_said(longest)}"


async def _give(url: str, prefix: str, skill_id: str, holders: int) -> int:
    conn = await asyncpg.connect(url)
    try:
        for statement in (FILL_HOLDERS, FILL_HOLDINGS):
            await conn.execute(statement, holders, prefix)
        for statement in (FILL_LEDGER, FILL_HELD):
            await conn.execute(statement, holders, prefix, skill_id)
        await conn.execute("analyze")
        found: int = await conn.fetchval("select count(*) from held_skill where skill_id = $1", skill_id)
        return found
    finally:
        await conn.close()


@asynccontextmanager
async def _others(asking: httpx.AsyncClient, deciding: httpx.AsyncClient) -> AsyncIterator[list[float]]:
    """Who asks and who decides meanwhile; yields the longest that either waited, known at the end."""
    done, longest = asyncio.Event(), [0.0, 0.0]
    tasks = [
        asyncio.create_task(_keep(done, longest, 0, lambda: asking.get("/persons/p7/skills"))),
        asyncio.create_task(
            _keep(done, longest, 1, lambda: deciding.post("/persons/p7/skills", json={"skill_id": "s7"}))
        ),
    ]
    try:
        yield longest
    finally:
        done.set()
        await asyncio.gather(*tasks)


async def _keep(
    done: asyncio.Event, longest: list[float], place: int, call: Callable[[], Awaitable[httpx.Response]]
) -> None:
    while not done.is_set():
        began = time.perf_counter()
        answer = await call()
        longest[place] = max(longest[place], time.perf_counter() - began)
        answer.raise_for_status()
        await asyncio.sleep(0.01)


def _said(longest: list[float]) -> str:
    return f"meanwhile the longest look took {longest[0]:.1f} s and the longest decision {longest[1]:.1f} s"
