"""Matrix, lists and ledger over HTTP, on the skills of an organisation: milliseconds of each call."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bench.calls import Call, CallTime, time_calls
from bench.service import RunningService, running_service
from bench.skills_database import COMMON_NAME, MANAGER, TEAM, fill
from bench.skills_merging import measure_merging
from bench.stack import Stack
from touchline_runtime.auth import Role

GOAL_MS = 100.0
OVERVIEW: dict[str, tuple[str, dict[str, str | int]]] = {
    "overview": ("/overview", {}),
    "overview of a skill": ("/overview", {"skill": "s7"}),
    "overview of a skill and all below it": ("/overview", {"skill": "s1", "roll_up": "true"}),
    "overview of a team": ("/overview", {"team": TEAM}),
    "overview of two years": ("/overview", {"weeks": 104}),
    "table of skills": ("/overview/skills", {}),
    "table of skills by mean time": ("/overview/skills", {"order": "mttr", "kind": "case"}),
    "table of skills and all below each": ("/overview/skills", {"roll_up": "true"}),
    "table of a team's skills": ("/overview/skills", {"team": TEAM}),
    "top of the tree": ("/overview/tree", {}),
    "top of the tree and all below": ("/overview/tree", {"roll_up": "true"}),
    "one branch of the tree": ("/overview/tree", {"parent": "s1", "roll_up": "true"}),
}


async def measure_skills(
    stack: Stack, folder: Path, tasks: int, entries: int, say: Callable[[str], None]
) -> list[CallTime]:
    """Fills a database, runs the skills service on it, makes each call in turn, in rounds, and merges two
    skills at the end.
    """
    url = await stack.fresh_database("bench_skills")
    began = time.perf_counter()
    await fill(url, tasks, entries)
    say(f"filled in {time.perf_counter() - began:.0f} s")
    async with running_service("skills", stack, url, folder, TOUCHLINE_ROLES="api") as service:
        found = await time_calls(await _calls(service))
        say(await measure_merging(service, url))
        return found


async def _calls(service: RunningService) -> dict[str, Call]:
    admin, manager = service.client("admin", *Role), service.client(MANAGER, Role.SKILL_MANAGER)
    half_a_year_ago = (datetime.now(UTC) - timedelta(days=180)).isoformat()
    found: dict[str, Call] = {}
    for name, client in (("admin", admin), ("manager of 3 teams", manager)):
        first = (await client.get("/matrix", params={"limit": 10, "skills": 20})).raise_for_status().json()
        onward = {"limit": 10, "skills": 20, "after": first["next"], "after_skill": first["next_skills"]}
        second = (await client.get("/matrix", params=onward)).raise_for_status().json()
        back = {"before": second["previous"], "before_skill": second["previous_skills"]}
        for call, filters in {
            "page": {},
            "page of 200 x 100": {"limit": 200, "skills": 100},
            "page after": {"after": first["next"], "after_skill": first["next_skills"]},
            "page before": back,
            "of a team": {"team": TEAM},
            "of names": {"person_text": COMMON_NAME},
            "of names and skills": {"person_text": COMMON_NAME, "skill_text": "1"},
            "of a category": {"category": "category 3"},
            "of experts of anything": {"level": "Expert"},
            "of a skill's seniors and above": {"skill": "s7", "min_level": "Senior"},
        }.items():
            found[f"{name}: matrix {call}"] = (client, "/matrix", filters)
        found |= _about_needs(name, client) | {
            f"{name}: experts": (client, "/experts", {}),
            f"{name}: experts of a skill": (client, "/experts", {"skill": "s7"}),
            f"{name}: proposals that wait": (client, "/proposals", {"state": "requested"}),
            f"{name}: proposals by confidence": (client, "/proposals", {"order": "confidence"}),
            f"{name}: proposals of a team": (client, "/proposals", {"team": TEAM}),
            f"{name}: ignored predictions": (client, "/ignored-predictions", {}),
            f"{name}: held by a person": (client, "/persons/p7/skills", {}),
            f"{name}: a person's ledger": (client, "/persons/p7/ledger", {}),
            f"{name}: a person's ledger of a skill": (client, "/persons/p7/ledger", {"skill": "s77"}),
            f"{name}: a person as of": (client, "/persons/p7/held-skills", {"at": half_a_year_ago}),
            f"{name}: a team as of": (client, f"/teams/{TEAM}/held-skills", {"at": half_a_year_ago}),
        }
        found |= {f"{name}: {call}": (client, *asked) for call, asked in OVERVIEW.items()}
    found["admin: what is held against the ledger"] = (admin, "/ledger/differences", {})
    return found


def _about_needs(name: str, client: httpx.AsyncClient) -> dict[str, Call]:
    return {
        f"{name}: matrix of what is needed": (client, "/matrix", {"columns": "needed"}),
        f"{name}: coverage of teams by name": (client, "/teams/coverage", {}),
        f"{name}: coverage of all teams": (client, "/teams/coverage", {"order": "coverage"}),
        f"{name}: gaps of a team": (client, f"/teams/{TEAM}/gaps", {}),
        f"{name}: gaps of a person": (client, "/persons/p7/gaps", {}),
        f"{name}: gaps of all, by person": (client, "/gaps/persons", {}),
    }
