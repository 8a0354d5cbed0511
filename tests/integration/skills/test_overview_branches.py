"""With all that is below it a skill has the users and experts that a plain count of sets finds."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest

from touchline_runtime import directory
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Database

TEAM = ("agent", "ana", "ben", "cleo")
STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
SKILLS = 12


@pytest.mark.parametrize("seed", range(4))
async def test_a_branch_has_those_who_hold_any_of_it_each_once(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, seed: int
) -> None:
    luck = random.Random(seed)
    people = [a_person(id, name=f"Person {id}") for id in TEAM]
    await react(database, directory.SUBSCRIPTIONS[0], *people, a_team(member_ids=TEAM, revision=2))
    await admin.post("/level-types", json=STARS)
    below: dict[str, set[str]] = {}
    parents: dict[str, str | None] = {}
    held: dict[str, dict[str, int]] = {}
    for number in range(SKILLS):
        skill = f"skill-{number:02d}"
        parents[skill] = luck.choice([None, *parents])
        draft = {"name": f"Skill {number:02d}", "parent_id": parents[skill], "level_type_id": "stars"}
        assert (await admin.post("/skills", json=draft)).status_code == 201
        held[skill] = {person: luck.choice((2, 5)) for person in TEAM if luck.random() < 0.2}
        for person, level in held[skill].items():
            await admin.post(f"/persons/{person}/skills", json={"skill_id": skill, "level": level})
        above: str | None = skill
        while above is not None:
            below.setdefault(above, set()).add(skill)
            above = parents[above]
    for path in "skills", "tree":
        for limit in 3, 50:
            for order in "name", "users":
                told = await _all(manager, path, limit=limit, order=order, roll_up=True)
                assert set(told) == (
                    {*below} if path == "skills" else {s for s in below if parents[s] is None}
                )
                for skill, figures in told.items():
                    levels = [held[each] for each in below[skill]]
                    users = {person for each in levels for person in each}
                    experts = {person for each in levels for person, level in each.items() if level == 5}
                    assert figures == (len(users), len(experts)), skill


async def _all(client: httpx.AsyncClient, path: str, **filters: Any) -> dict[str, tuple[int, int]]:
    """Users and experts by skill, from all pages."""
    found: dict[str, tuple[int, int]] = {}
    place: dict[str, str] = {}
    while True:
        answer = (
            (await client.get(f"/overview/{path}", params={**filters, **place})).raise_for_status().json()
        )
        found |= {row["skill_id"]: (row["users"], row["experts"]) for row in answer["items"]}
        if answer["next"] is None:
            return found
        place = {"after": answer["next"]}
