"""How many held a skill at the end of each week is what the ledger answers for those moments."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import httpx
import pytest

from skills.holdings.expiry.expire_skills import expire_skills
from skills.overview.holders.weeks import store
from skills.overview.holders.weeks.fold_weeks import fold_weeks
from skills.overview.weeks import ONE_WEEK, monday_of
from touchline_runtime import directory
from touchline_runtime.clock import FixedClock
from touchline_runtime.ids import new_id
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Cause, Database

NOW = datetime.now(UTC).replace(microsecond=0)
WEEK = timedelta(days=7)
TEAM = ("agent", "ana", "ben")
BEFORE = """
DROP TABLE holder_week, holder_week_kept, holder_week_change;
DROP FUNCTION note_change_of_weeks CASCADE;
"""


@pytest.fixture
def clock() -> FixedClock:
    """Stands ten weeks ago."""
    return FixedClock(NOW - 10 * WEEK)


@pytest.fixture(autouse=True)
async def people(database: Database, admin: httpx.AsyncClient) -> None:
    await react(
        database,
        directory.SUBSCRIPTIONS[0],
        *(a_person(id, name=f"Person {id}") for id in TEAM),
        a_team(member_ids=TEAM, revision=2),
    )
    for skill in ({"name": "Refunds"}, {"name": "Cards", "parent_id": "refunds"}, {"name": "Billing"}):
        assert (await admin.post("/skills", json=skill)).is_success


async def give(client: httpx.AsyncClient, person: str, skill: str, **more: Any) -> None:
    given = await client.post(f"/persons/{person}/skills", json={"skill_id": skill, **more})
    assert given.is_success, given.text


async def take(client: httpx.AsyncClient, person: str, skill: str) -> None:
    await client.post(f"/persons/{person}/skills/{skill}/remove", json={"reason": "moved on"})


async def users(client: httpx.AsyncClient, **filters: Any) -> dict[str, int | None]:
    """By the Monday of each week."""
    answer = await client.get("/overview", params=filters)
    assert answer.status_code == 200, answer.text
    return {week["monday"]: week["users"] for week in answer.json()["weeks"]}


async def held_at(client: httpx.AsyncClient, monday: str, skills: Collection[str]) -> int:
    """How many held one of the skills at the end of the week, from the answer for that moment."""
    end = datetime.fromisoformat(monday).replace(tzinfo=UTC) + WEEK
    answer = await client.get("/teams/payments/held-skills", params={"at": end.isoformat(), "limit": 200})
    return len({item["person_id"] for item in answer.json()["items"] if item["skill_id"] in skills})


async def test_users_rise_and_fall_with_what_happens(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, "agent", "refunds")
    clock.advance(2 * WEEK)
    await give(manager, "ana", "refunds")
    await give(manager, "ben", "cards", valid_until=(NOW - 4 * WEEK).isoformat())
    clock.advance(4 * WEEK)
    await take(manager, "agent", "refunds")
    await expire(database)
    alone = list((await users(manager, skill="refunds", weeks=12)).values())
    rolled_up = list((await users(manager, skill="refunds", weeks=12, roll_up=True)).values())
    assert alone == [0, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    assert rolled_up == [0, 1, 1, 3, 3, 3, 3, 1, 1, 1, 1, 1]
    later = list((await users(manager, skill="refunds", weeks=3)).values())
    assert later == alone[-3:]
    assert set((await users(manager, weeks=3)).values()) == {1}


async def fold(database: Database, skills: int | None = None) -> None:
    """Counts the weeks of so many skills, or as a round does."""
    async with database.transaction(Cause(new_id(), "fold_weeks")) as tx:
        await (fold_weeks(tx) if skills is None else store.fold(tx.conn, skills))


async def assert_each_week_is_what_the_ledger_answers(
    client: httpx.AsyncClient, weeks: int, refunds: set[str]
) -> None:
    cases: tuple[tuple[set[str], dict[str, str]], ...] = (
        (refunds, {"skill": "refunds"}),
        (refunds | {"cards"}, {"skill": "refunds", "roll_up": "true"}),
        (refunds | {"cards", "billing"}, {}),
    )
    for meant, asked in cases:
        *told, (_, now) = (await users(client, weeks=weeks, **asked)).items()
        assert told == [(monday, await held_at(client, monday, meant)) for monday, _ in told], asked
        assert now == (await client.get("/overview", params=asked)).json()["users"]


@pytest.mark.parametrize("seed", range(6))
async def test_each_week_is_what_the_ledger_answers_for_its_end(
    database: Database, manager: httpx.AsyncClient, admin: httpx.AsyncClient, clock: FixedClock, seed: int
) -> None:
    luck = random.Random(seed)
    meant = {"refunds"}
    for number in range(40):
        clock.advance(luck.random() * timedelta(days=3))
        person, skill = luck.choice(TEAM), luck.choice(("refunds", "cards", "billing"))
        if luck.random() < 0.4:
            await take(manager, person, skill)
        else:
            until = NOW - luck.randrange(-1, 8) * WEEK if luck.random() < 0.3 else None
            if until is None or until > clock.now():
                await give(manager, person, skill, valid_until=until and until.isoformat())
        if luck.random() < 0.3:
            await fold(database, luck.choice((1, 2, None)))
        if seed % 3 == 2 and number == 30:
            assert (await admin.post("/skills/billing/merge", json={"into": "refunds"})).is_success
            meant.add("billing")
        if number % 10 == 9:
            await expire(database)
            await assert_each_week_is_what_the_ledger_answers(manager, luck.choice((2, 6)), meant)
    for _ in range(3):
        await assert_each_week_is_what_the_ledger_answers(manager, 12, meant)
        await fold(database)


async def expire(database: Database) -> None:
    async with database.transaction(Cause(new_id(), "expire_skills")) as tx:
        await expire_skills(tx)


@pytest.mark.parametrize("missed", [1, 3, 9])
async def test_weeks_that_ended_are_told_before_and_after_they_are_counted(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock, missed: int
) -> None:
    """As many as the schedule missed: a few are added, after more all are counted anew."""
    await give(manager, "agent", "refunds")
    await give(manager, "ben", "cards", valid_until=(NOW - 4 * WEEK).isoformat())
    clock.advance(8 * WEEK)
    await give(manager, "ana", "refunds")
    await fold(database)
    await database.pool.execute(
        "WITH kept AS (UPDATE holder_week_kept SET monday = monday - 7 * $1::int RETURNING monday)"
        " DELETE FROM holder_week WHERE monday > (SELECT monday FROM kept)",
        missed,
    )
    for _ in range(3):
        await assert_each_week_is_what_the_ledger_answers(manager, 12, {"refunds"})
        await fold(database)
    async with database.reading() as conn:
        assert await conn.fetchval("SELECT count(*) FROM holder_week_change") == 0
        assert await conn.fetchval("SELECT max(monday) FROM holder_week") == monday_of(NOW.date()) - ONE_WEEK


async def test_the_upgrade_has_all_weeks_counted_and_tells_none_of_any_skill_until_then(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, "agent", "refunds")
    clock.advance(8 * WEEK)
    await take(manager, "agent", "refunds")
    upgrade = import_module("skills.migrations.0017_weeks_of_holders")
    async with database.transaction(Cause("upgrade", "tests")) as tx:
        await tx.conn.execute(BEFORE + upgrade.SQL)
    assert list((await users(manager)).values()) == [None] * 11 + [0]
    alone = await users(manager, skill="refunds")
    assert list(alone.values()) == [0] + [1] * 8 + [0] * 3
    await fold(database)
    assert await users(manager) == await users(manager, skill="refunds") == alone
