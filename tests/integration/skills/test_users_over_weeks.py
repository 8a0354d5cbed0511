"""How many held a skill at the end of each week is what the ledger answers for those moments."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from skills.overview.get_overview import GetOverview
from skills.overview.scope import scope_of
from skills.overview.store import today, users_by_week
from skills.overview.weeks import ONE_WEEK, monday_of
from tests.integration.plans import Explaining, faults
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD
from touchline_runtime import directory
from touchline_runtime.auth import Principal
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_person, a_team
from touchline_runtime.transaction import Database

NOW = datetime.now(UTC).replace(microsecond=0)
WEEK = timedelta(days=7)
TEAM = ("agent", "ana", "ben")


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


async def held_at(client: httpx.AsyncClient, monday: str, skills: set[str]) -> int:
    """How many held one of the skills at the end of the week, from the answer for that moment."""
    end = min(datetime.fromisoformat(monday).replace(tzinfo=UTC) + WEEK, datetime.now(UTC))
    answer = await client.get("/teams/payments/held-skills", params={"at": end.isoformat(), "limit": 200})
    return len({item["person_id"] for item in answer.json()["items"] if item["skill_id"] in skills})


async def test_users_rise_and_fall_with_what_happens(manager: httpx.AsyncClient, clock: FixedClock) -> None:
    await give(manager, "agent", "refunds")
    clock.advance(2 * WEEK)
    await give(manager, "ana", "refunds")
    await give(manager, "ben", "cards", valid_until=(NOW - 4 * WEEK).isoformat())
    clock.advance(4 * WEEK)
    await take(manager, "agent", "refunds")
    alone = list((await users(manager, skill="refunds", weeks=12)).values())
    rolled_up = list((await users(manager, skill="refunds", weeks=12, roll_up=True)).values())
    assert alone == [0, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    assert rolled_up == [0, 1, 1, 3, 3, 3, 3, 1, 1, 1, 1, 1]
    later = list((await users(manager, skill="refunds", weeks=3)).values())
    assert later == alone[-3:]
    assert set((await users(manager, weeks=3)).values()) == {None}


@pytest.mark.parametrize("seed", range(3))
async def test_each_week_is_what_the_ledger_answers_for_its_end(
    manager: httpx.AsyncClient, admin: httpx.AsyncClient, clock: FixedClock, seed: int
) -> None:
    luck = random.Random(seed)
    for _ in range(40):
        clock.advance(luck.random() * timedelta(days=3))
        person, skill = luck.choice(TEAM), luck.choice(("refunds", "cards", "billing"))
        if luck.random() < 0.4:
            await take(manager, person, skill)
        else:
            await give(manager, person, skill)
    if seed == 2:
        assert (await admin.post("/skills/billing/merge", json={"into": "refunds"})).is_success
    meant = {"refunds"} | ({"billing"} if seed == 2 else set())
    now = (await manager.get("/overview", params={"skill": "refunds"})).json()
    assert now["weeks"][-1]["users"] == now["users"]
    for weeks in 2, 6, 12:
        told = await users(manager, skill="refunds", weeks=weeks)
        assert told == {monday: await held_at(manager, monday, meant) for monday in told}
        told = await users(manager, skill="refunds", weeks=weeks, roll_up=True)
        assert told == {monday: await held_at(manager, monday, meant | {"cards"}) for monday in told}


FILL = """
INSERT INTO skill (id, name, level_type_id, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'basic', 'hand', now() FROM generate_series(1, 50) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill WHERE id LIKE 's%';
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, n, 's' || (p + n) % 50 + 1, 'assigned', 1, 'hand', now() - (50 - n) * interval '30 days'
    FROM generate_series(1, 2000) AS p, generate_series(1, 50) AS n;
INSERT INTO held_skill SELECT person_id, skill_id, level, at, at, evidence_kind FROM ledger;
ANALYZE;
"""


@pytest.mark.parametrize("by", [ADMIN, LEAD])
async def test_the_weeks_read_what_happened_in_them_and_not_the_whole_ledger(
    database: Database, by: Principal
) -> None:
    last = monday_of(NOW.date())
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explaining = Explaining(conn)
        scope = await scope_of(conn, GetOverview(by=by))
        told = await users_by_week(explaining, scope, ["s7"], last - 8 * ONE_WEEK, last)  # type: ignore[arg-type]
        assert len(told) == 9
        assert not faults(explaining, sorted=1_000, passed=100)


OLD, HOLDERS = 60, 300
LONG_PAST = """
INSERT INTO skill (id, name, origin, defined_at) VALUES ('s7', 'Skill 7', 'hand', now());
INSERT INTO skill_alias VALUES ('s7', 's7');
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, n, 's7', 'level_changed', n, 'hand', now() - (80 - n) * interval '20 days'
    FROM generate_series(1, 300) AS p, generate_series(1, 60) AS n;
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, 61, 's7', 'removed', NULL, 'hand', now() - interval '20 days'
    FROM generate_series(1, 300) AS p;
ANALYZE;
"""


async def test_of_a_long_past_the_newest_entry_alone_is_read(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + LONG_PAST)
        explaining = Explaining(conn)
        scope = await scope_of(conn, GetOverview(by=ADMIN))
        last = monday_of(await today(conn))
        told = await users_by_week(explaining, scope, ["s7"], last - 8 * ONE_WEEK, last)  # type: ignore[arg-type]
        assert (told[last - 8 * ONE_WEEK], told[last]) == (HOLDERS, 0)
        read = [node for node in explaining.nodes() if node.get("Relation Name") == "ledger"]
        rows = sum(round(node["Actual Rows"] * node["Actual Loops"]) for node in read)
        assert rows <= 2 * HOLDERS < OLD * HOLDERS
