"""Overview and lists over HTTP, on two years of coaching: milliseconds of each call."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.coaching_service import CoachingService, running_coaching
from bench.lists_database import BUSY_TEAM, COMMON_WORD, MANAGER, QUIET_TEAM, RARE_WORD, SELDOM_WORD, fill
from bench.stack import Stack
from coaching.assessment_lists.store import Order
from touchline_runtime.auth import Role

ROUNDS = 40
GOAL_MS = 150.0
ACTIVE = {"active": "true"}


@dataclass(frozen=True, slots=True)
class CallTime:
    """Milliseconds of one call from asking to the whole answer; ``found`` is its items, or n."""

    call: str
    found: int
    p50: float
    p95: float


async def measure_lists(
    stack: Stack, folder: Path, tasks: int, assessments: int, say: Callable[[str], None]
) -> list[CallTime]:
    """Fills a database, runs the coaching service on it, and makes each call in turn, in rounds."""
    url = await stack.fresh_database("bench_lists")
    began = time.perf_counter()
    await fill(url, tasks, assessments)
    say(f"filled in {time.perf_counter() - began:.0f} s")
    async with running_coaching(stack, url, folder, TOUCHLINE_ROLES="api") as service:
        calls = await _calls(service)
        taken: dict[str, list[float]] = {name: [] for name in calls}
        found: dict[str, int] = {}
        for _ in range(ROUNDS):
            # in another order each time, so that no call always finds what the one before it has read
            for name in random.sample(list(calls), len(calls)):
                client, path, filters = calls[name]
                began = time.perf_counter()
                answer = (await client.get(path, params=filters)).raise_for_status().json()
                taken[name].append((time.perf_counter() - began) * 1_000)
                found[name] = len(answer["items"]) if "items" in answer else answer["tasks"]["n"]
    return [_summed(name, found[name], taken[name]) for name in calls]


def _summed(name: str, found: int, taken: list[float]) -> CallTime:
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return CallTime(name, found, cuts[9], cuts[18])


Call = tuple[httpx.AsyncClient, str, dict[str, Any]]


async def _calls(service: CoachingService) -> dict[str, Call]:
    admin, manager = service.client("admin", *Role), service.client(MANAGER, Role.COACH)
    overview = (await admin.get("/overview")).raise_for_status().json()
    found: dict[str, Call] = {
        "my queue": (manager, "/assessments", ACTIVE | {"coach": MANAGER, "order": "points"}),
        "active of my teams": (manager, "/assessments", ACTIVE | {"managed": "true"}),
    }
    for name, client in (("admin", admin), ("manager of 3 teams", manager)):
        found |= {
            f"{name}: overview": (client, "/overview", {}),
            f"{name}: overview of assessments": (client, "/overview", {"window": "assessments"}),
            f"{name}: overview of a quiet team": (client, "/overview", {"team": QUIET_TEAM}),
            f"{name}: tasks": (client, "/tasks", {}),
            f"{name}: closed tasks of a month": (client, "/tasks", _month_before(overview["first_day"])),
        }
        for order in Order:
            found[f"{name}: assessments by {order}"] = (client, "/assessments", {"order": order})
        for team in (BUSY_TEAM, QUIET_TEAM):
            found[f"{name}: tasks of {team}"] = (client, "/tasks", {"team": team})
        for word in (COMMON_WORD, SELDOM_WORD, RARE_WORD, "nowhere", "CS000012"):
            found[f"{name}: search {word}"] = (client, "/tasks", {"text": word})
            found[f"{name}: search {word} in {BUSY_TEAM}"] = (
                client,
                "/tasks",
                {"text": word, "team": BUSY_TEAM},
            )
    for place, slice in enumerate(overview["by_state"]):
        found[f"admin: behind {slice['state']}"] = (admin, overview["by_state"][place]["behind"], {})
    found["admin: behind the figure"] = (admin, overview["tasks"]["behind"], {})
    found["admin: behind an opportunity"] = (admin, overview["by_opportunity"][0]["behind"], {})
    return found


def _month_before(day: str) -> dict[str, str]:
    return {"closed_before": f"{day}T00:00:00Z", "state": "closed"}
