"""What is held until a time ends then, once, whoever else is at it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from skills.holdings.expiry.expire_skills import BATCH, expire_skills
from touchline_contracts.skills import PersonSkillEvent, SkillExpired
from touchline_runtime.clock import FixedClock
from touchline_runtime.ids import new_id
from touchline_runtime.schedule import Schedule, run_once
from touchline_runtime.testing import outbox_of
from touchline_runtime.transaction import Cause, Database, Transaction

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
DAY = timedelta(days=1)
END, LATER = (START + DAY).isoformat(), (START + 3 * DAY).isoformat()
SKILLS, REFUNDS = "/persons/agent/skills", "/persons/agent/skills/refunds"
ROUNDS = range(6)


@pytest.fixture
def clock() -> FixedClock:
    """Stands a month ago, for the ledger is asked about what has passed."""
    return FixedClock(START)


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})


async def give(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    return await client.post(SKILLS, json={"skill_id": "refunds", "level": 2, **more})


async def expire(database: Database) -> None:
    async with database.transaction(Cause(id=new_id(), scope="expire_skills")) as tx:
        await expire_skills(tx)


async def _stopped_before_it_commits(tx: Transaction) -> None:
    await expire_skills(tx)
    raise RuntimeError("the process stops")


async def held(client: httpx.AsyncClient) -> list[tuple[int, datetime | None]]:
    items = (await client.get(SKILLS)).json()["items"]
    return [(item["level"], _moment(item["valid_until"])) for item in items]


async def held_at(client: httpx.AsyncClient, at: datetime) -> list[str]:
    asked = {"at": at.isoformat()}
    own = (await client.get("/persons/agent/held-skills", params=asked)).json()["items"]
    team = (await client.get("/teams/payments/held-skills", params=asked)).json()["items"]
    assert [item["skill_id"] for item in team] == [item["skill_id"] for item in own]
    return [item["skill_id"] for item in own]


async def kinds(client: httpx.AsyncClient) -> list[str]:
    return [entry["kind"] for entry in (await client.get("/persons/agent/ledger")).json()["items"]]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def test_it_is_held_until_then_and_expires_once(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, valid_until=END)
    clock.advance(DAY - timedelta(seconds=1))
    await expire(database)
    assert await held(manager) == [(2, START + DAY)]
    clock.advance(timedelta(seconds=1))
    before = len(await outbox_of(database))
    for _ in range(3):
        await expire(database)
    assert (await held(manager), await kinds(manager)) == ([], ["expired", "assigned"])
    (expired,) = (await outbox_of(database))[before:]
    assert isinstance(expired, SkillExpired)
    assert (expired.person_id, expired.skill_id, expired.revision) == ("agent", "refunds", 2)
    assert (expired.decided_by, expired.decided_at) == (None, START + DAY)


async def test_the_ledger_knows_of_the_end_before_the_schedule_ran(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, valid_until=END)
    clock.advance(2 * DAY)
    for _ in range(2):
        assert await held_at(manager, START + DAY - timedelta(seconds=1)) == ["refunds"]
        assert await held_at(manager, START + DAY) == []
        assert await held_at(manager, START + 2 * DAY) == []
        await expire(database)


async def test_an_expired_skill_may_be_given_again(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, valid_until=END)
    clock.advance(DAY)
    await expire(database)
    assert (await manager.patch(REFUNDS, json={"valid_until": LATER})).json()["type"] == "/problems/not-held"
    await give(manager)
    (item,) = (await manager.get(SKILLS)).json()["items"]
    assert (_moment(item["since"]), item["valid_until"]) == (START + DAY, None)
    assert (await admin.get("/ledger/differences")).json()["items"] == []


async def test_more_than_a_batch_expires_in_several_rounds(database: Database) -> None:
    await database.pool.execute(
        f"INSERT INTO person_holding SELECT 'p' || i FROM generate_series(1, {BATCH + 1}) i"
    )
    await database.pool.execute(
        "INSERT INTO held_skill (person_id, skill_id, level, since, level_since, evidence_kind, valid_until) "
        "SELECT person_id, 'refunds', 2, $1, $1, 'hand', $1 FROM person_holding",
        START,
    )
    schedule = Schedule("expire_skills", timedelta(seconds=10), expire_skills)
    left = []
    for _ in range(3):
        assert await run_once(schedule, database)
        left.append(await database.pool.fetchval("SELECT count(*) FROM held_skill"))
    assert left == [1, 0, 0]
    expired = [event for event in await outbox_of(database) if isinstance(event, SkillExpired)]
    assert len({event.person_id for event in expired}) == len(expired) == BATCH + 1


async def test_a_round_that_fails_leaves_everything_to_the_next(
    database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, valid_until=END)
    clock.advance(DAY)
    schedule = Schedule("expire_skills", timedelta(seconds=10), _stopped_before_it_commits)
    with pytest.raises(RuntimeError):
        await run_once(schedule, database)
    assert await kinds(manager) == ["assigned"]
    await expire(database)
    assert await kinds(manager) == ["expired", "assigned"]


@pytest.mark.parametrize("number", ROUNDS)
async def test_two_workers_at_once_expire_a_skill_once(
    number: int, database: Database, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await give(manager, valid_until=END)
    clock.advance(DAY)
    await asyncio.gather(*(expire(database) for _ in range(4)))
    assert await kinds(manager) == ["expired", "assigned"]
    assert sum(isinstance(event, SkillExpired) for event in await outbox_of(database)) == 1


@pytest.mark.parametrize("number", ROUNDS)
@pytest.mark.parametrize(
    ("method", "path", "body", "won"),
    [
        ("PATCH", "", {"valid_until": LATER}, ["validity_changed", "assigned"]),
        ("PATCH", "", {"level": 5}, ["level_changed", "assigned"]),
        ("POST", "/remove", {"reason": "moved on"}, ["removed", "assigned"]),
    ],
)
async def test_a_correction_at_the_same_time_wins_or_loses_as_a_whole(
    database: Database,
    admin: httpx.AsyncClient,
    clock: FixedClock,
    number: int,
    method: str,
    path: str,
    body: dict[str, Any],
    won: list[str],
) -> None:
    await give(admin, valid_until=END)
    clock.advance(DAY)
    correction = admin.request(method, f"{REFUNDS}{path}", json=body)
    answer, _ = await asyncio.gather(correction, expire(database))
    found = await kinds(admin)
    if answer.is_success:
        assert found in (won, ["expired", *won])
    else:
        assert (answer.json()["type"], found) == ("/problems/not-held", ["expired", "assigned"])
    events = [event for event in await outbox_of(database) if isinstance(event, PersonSkillEvent)]
    assert [event.revision for event in events] == list(range(1, len(found) + 1))
    assert (await admin.get("/ledger/differences")).json()["items"] == []
