"""Whatever changes about holders, and whenever they are counted, the overview tells what is held now."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from itertools import count
from typing import Any

import httpx
import pytest

from skills.overview.holders import store
from tests.integration.skills.counted_plainly import Told, fold_holders_of, plainly
from tests.running.contents import HOLDERS
from touchline_runtime import directory
from touchline_runtime.ids import new_id
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Cause, Database

TEAM = ("agent", "ana", "ben", "cleo", "dan")
OTHERS = ("other", "eve")
STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
TYPES = ("stars", "basic")
SKILLS = tuple(f"skill-{number}" for number in range(6))
REVISIONS = count(3)
HELD = "SELECT jsonb_build_array(skill_id, level, person_id)::text AS row FROM held_skill ORDER BY 1"
BEFORE = """
DROP TABLE person_number, holder_set, holder_change;
DROP FUNCTION number_persons, note_change_of_holders CASCADE;
"""


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    await react(
        database,
        directory.SUBSCRIPTIONS[0],
        *(a_person(id, name=f"Person {id}", revision=2) for id in TEAM + OTHERS),
        a_team(member_ids=TEAM, revision=2),
    )
    await admin.post("/level-types", json=STARS)
    for number, skill in enumerate(SKILLS):
        draft = {"name": skill, "parent_id": SKILLS[number // 2] if number else None}
        made = await admin.post("/skills", json=draft | {"level_type_id": TYPES[number % 3 == 2]})
        assert made.status_code == 201, made.text


async def told(client: httpx.AsyncClient, skill: str, roll_up: bool) -> Told:
    answer = await client.get("/overview", params={"skill": skill, "roll_up": roll_up})
    told = answer.raise_for_status().json()
    levels: dict[str, int] = {}
    for level in told["levels"]:
        levels[level["name"]] = levels.get(level["name"], 0) + level["holders"]
    return Told(told["users"], told["experts"], levels)


async def table(client: httpx.AsyncClient, roll_up: bool) -> dict[str, tuple[int, int]]:
    params: dict[str, str | int] = {"roll_up": roll_up, "order": "users", "limit": 50}
    rows = (await client.get("/overview/skills", params=params)).raise_for_status().json()["items"]
    return {row["skill_id"]: (row["users"], row["experts"]) for row in rows}


def changes(
    database: Database, admin: httpx.AsyncClient, luck: random.Random
) -> Sequence[Callable[[], Awaitable[Any]]]:
    async def give() -> None:
        award = {"skill_id": luck.choice(SKILLS), "level": luck.choice((1, 2, 5))}
        await admin.post(f"/persons/{luck.choice(TEAM + OTHERS)}/skills", json=award)

    async def take_or_change() -> None:
        held = await database.pool.fetch("SELECT person_id, skill_id FROM held_skill ORDER BY 1, 2")
        if held:
            person, skill = luck.choice(held)
            path = f"/persons/{person}/skills/{skill}"
            if luck.random() < 0.5:
                taken = await admin.post(f"{path}/remove", json={"reason": "moved on"})
                assert taken.is_success, taken.text
            else:
                changed = await admin.patch(path, json={"level": luck.choice((1, 2, 5))})
                assert changed.is_success or '"level"' in changed.text, changed.text

    async def change_skill() -> None:
        change = luck.choice(({"parent_id": luck.choice(SKILLS)}, {"level_type_id": luck.choice(TYPES)}))
        await admin.patch(f"/skills/{luck.choice(SKILLS)}", json=change)

    async def merge() -> None:
        await admin.post(f"/skills/{luck.choice(SKILLS)}/merge", json={"into": luck.choice(SKILLS)})

    async def change_people() -> None:
        person = a_person(luck.choice(TEAM), active=luck.random() < 0.5, revision=next(REVISIONS))
        team = a_team(member_ids=luck.sample(TEAM, 4), revision=next(REVISIONS))
        await react(database, directory.SUBSCRIPTIONS[0], luck.choice((person, team)))

    async def fold() -> None:
        await fold_holders_of(database, luck.choice((1, 3, 50)))

    return [give] * 8 + [take_or_change] * 5 + [change_skill] * 2 + [merge] + [change_people] * 2 + [fold] * 5


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_sequence_of_changes_the_overview_is_a_plain_count(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, seed: int
) -> None:
    luck = random.Random(seed)
    possible = changes(database, admin, luck)
    for _ in range(40):
        await luck.choice(possible)()
        for client, team in ((admin, None), (manager, "payments")):
            roll_up = luck.random() < 0.5
            expected = await plainly(database, team, roll_up=roll_up)
            assert await table(client, roll_up) == {id: found[:2] for id, found in expected.items()}
            skill = luck.choice(list(expected))
            assert await told(client, skill, roll_up) == expected[skill]
    assert any(found.users for found in (await plainly(database, None, roll_up=True)).values())


@pytest.mark.parametrize("counted", [False, True])
async def test_what_is_given_while_sets_are_counted_is_told_before_and_after(
    database: Database, admin: httpx.AsyncClient, counted: bool
) -> None:
    both = Told(2, 1, {"Bronze": 1, "Gold": 1})
    await admin.post("/persons/ana/skills", json={"skill_id": "skill-0", "level": 2})
    async with database.transaction(Cause(new_id(), "fold_holders")) as tx:
        taken = [row["skill_id"] for row in await tx.conn.fetch(store.TAKE_CHANGES, 50)]
        assert "skill-0" in taken
        if counted:
            await tx.conn.execute(store.COUNT_SETS, taken)
        await admin.post("/persons/ben/skills", json={"skill_id": "skill-0", "level": 5})
        if not counted:
            await tx.conn.execute(store.COUNT_SETS, taken)
        assert await told(admin, "skill-0", False) == both
    assert await told(admin, "skill-0", False) == both
    await fold_holders_of(database, 50)
    assert await told(admin, "skill-0", False) == both


async def test_the_upgrade_finds_who_held_what_before_it(
    database: Database, admin: httpx.AsyncClient
) -> None:
    for person, level in (("ana", 2), ("ben", 5), ("other", 5)):
        await admin.post(f"/persons/{person}/skills", json={"skill_id": "skill-0", "level": level})
    upgrade = import_module("skills.migrations.0016_sets_of_holders")
    async with database.transaction(Cause("upgrade", "tests")) as tx:
        await tx.conn.execute(BEFORE + upgrade.SQL)
    for _ in range(2):
        assert await told(admin, "skill-0", False) == Told(3, 2, {"Bronze": 1, "Gold": 2})
        await fold_holders_of(database, 50)
    async with database.reading() as conn:
        assert await conn.fetchval("SELECT count(*) FROM holder_change") == 0
        assert await conn.fetch(HOLDERS) == await conn.fetch(HELD)
