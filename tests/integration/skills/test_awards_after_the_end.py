"""What is given after the end is not lost with what ends, though the schedule comes to that later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from skills.holdings.expiry.expire_skills import expire_skills
from tests.integration.skills.proposing import decide, predict
from touchline_contracts.skills import SkillAssigned, SkillExpired
from touchline_runtime.clock import FixedClock
from touchline_runtime.ids import new_id
from touchline_runtime.testing import outbox_of
from touchline_runtime.transaction import Cause, Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
DAY = timedelta(days=1)
END = (START + DAY).isoformat()
SKILLS = "/persons/agent/skills"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture(autouse=True)
async def gold(manager: httpx.AsyncClient, admin: httpx.AsyncClient, database: Database) -> None:
    await admin.post("/level-types", json=STARS)
    await admin.post("/skills", json={"name": "Refunds", "level_type_id": "stars"})
    await predict(database)
    await give(manager, level=5, valid_until=END)


async def give(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    return await client.post(SKILLS, json={"skill_id": "refunds", **more})


async def expire(database: Database) -> None:
    async with database.transaction(Cause(id=new_id(), scope="expire_skills")) as tx:
        await expire_skills(tx)


async def held(client: httpx.AsyncClient) -> list[tuple[int, str | None]]:
    return [(item["level"], item["valid_until"]) for item in (await client.get(SKILLS)).json()["items"]]


async def kinds(client: httpx.AsyncClient) -> list[str]:
    return [entry["kind"] for entry in (await client.get("/persons/agent/ledger")).json()["items"]]


async def test_a_lower_award_after_the_end_is_not_lost_with_what_ends(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    clock.advance(DAY)
    before = len(await outbox_of(database))
    answer = await give(manager, level=2)
    assert (answer.status_code, answer.json()["level"], answer.json()["valid_until"]) == (200, 2, None)
    await expire(database)
    assert (await held(manager), await kinds(manager)) == ([(2, None)], ["assigned", "expired", "assigned"])
    told = [(type(event), event.revision) for event in (await outbox_of(database))[before:]]  # type: ignore[attr-defined]
    assert told == [(SkillExpired, 2), (SkillAssigned, 3)]
    assert (await admin.get("/ledger/differences")).json()["items"] == []


async def test_an_approval_after_the_end_gives_the_skill_anew(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    clock.advance(DAY)
    assert (await decide(manager, "approve")).status_code == 200
    await expire(database)
    assert (await held(manager), await kinds(manager)) == ([(2, None)], ["assigned", "expired", "assigned"])
    assert (await decide(manager, "undo")).status_code == 200
    assert await held(manager) == []
    assert (await admin.get("/ledger/differences")).json()["items"] == []
