"""Overview and lists over HTTP, on two years of coaching: milliseconds of each call."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.calls import Call, CallTime, time_calls
from bench.lists_database import BUSY_TEAM, COMMON_WORD, MANAGER, QUIET_TEAM, RARE_WORD, SELDOM_WORD, fill
from bench.service import RunningService, running_service
from bench.stack import Stack
from coaching.assessment_lists.store import Order
from touchline_runtime.auth import Role

GOAL_MS = 150.0
ACTIVE = {"active": "true"}


async def measure_lists(
    stack: Stack, folder: Path, tasks: int, assessments: int, say: Callable[[str], None]
) -> list[CallTime]:
    """Fills a database, runs the coaching service on it, and makes each call in turn, in rounds."""
    url = await stack.fresh_database("bench_lists")
    began = time.perf_counter()
    await fill(url, tasks, assessments)
    say(f"filled in {time.perf_counter() - began:.0f} s")
    async with running_service("coaching", stack, url, folder, TOUCHLINE_ROLES="api") as service:
        return await time_calls(await _calls(service))


async def _calls(service: RunningService) -> dict[str, Call]:
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
