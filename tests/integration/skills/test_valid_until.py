"""Skills that are held until a time: how the time is set, kept, moved and removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_contracts.skills import SkillAssigned, SkillLevelChanged, SkillValidityChanged
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import outbox_of, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database

STARS = {"name": "Stars", "levels": [{"value": 2, "name": "Bronze"}, {"value": 5, "name": "Gold"}]}
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
DAY = timedelta(days=1)
END, LATER = (START + DAY).isoformat(), (START + 3 * DAY).isoformat()
SKILLS, REFUNDS = "/persons/agent/skills", "/persons/agent/skills/refunds"


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


async def held(client: httpx.AsyncClient) -> list[tuple[int, datetime | None]]:
    items = (await client.get(SKILLS)).json()["items"]
    return [(item["level"], _moment(item["valid_until"])) for item in items]


async def kinds(client: httpx.AsyncClient) -> list[str]:
    return [entry["kind"] for entry in (await client.get("/persons/agent/ledger")).json()["items"]]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def test_a_skill_is_given_until_a_time(database: Database, manager: httpx.AsyncClient) -> None:
    answer = (await give(manager, valid_until=END)).json()
    assert _moment(answer["valid_until"]) == START + DAY
    assert await held(manager) == [(2, START + DAY)]
    (entry,) = (await manager.get("/persons/agent/ledger")).json()["items"]
    assert (entry["kind"], _moment(entry["valid_until"])) == ("assigned", START + DAY)
    newest = (await outbox_of(database))[-1]
    assert isinstance(newest, SkillAssigned)
    assert newest.valid_until == START + DAY


async def test_an_end_is_moved_and_removed_and_the_level_keeps_its_time_and_evidence(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    clock.advance(DAY)
    for valid_until in (LATER, None):
        answer = (await manager.patch(REFUNDS, json={"valid_until": valid_until})).json()
        assert (answer["level"], _moment(answer["valid_until"])) == (2, _moment(valid_until))
        newest = (await outbox_of(database))[-1]
        assert isinstance(newest, SkillValidityChanged)
        assert (newest.level, newest.valid_until) == (2, _moment(valid_until))
    (item,) = (await manager.get(SKILLS)).json()["items"]
    assert item["evidence"]["kind"] == "assessment"
    assert _moment(item["since"]) == _moment(item["level_since"]) == START
    asked = {"at": (START + DAY).isoformat()}
    assert (await manager.get("/persons/agent/held-skills", params=asked)).json()["items"] == [item]
    assert await kinds(manager) == ["validity_changed", "validity_changed", "assigned"]
    assert (await admin.get("/ledger/differences")).json()["items"] == []


async def test_a_change_of_the_level_keeps_the_end_that_it_does_not_name(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await give(manager, valid_until=END)
    await manager.patch(REFUNDS, json={"level": 5})
    assert await held(manager) == [(5, START + DAY)]
    await manager.patch(REFUNDS, json={"level": 2, "valid_until": LATER})
    assert await held(manager) == [(2, START + 3 * DAY)]
    newest = (await outbox_of(database))[-1]
    assert isinstance(newest, SkillLevelChanged)
    assert newest.valid_until == START + 3 * DAY


async def test_what_is_so_already_leaves_no_trace(database: Database, manager: httpx.AsyncClient) -> None:
    await give(manager, valid_until=END)
    before = len(await outbox_of(database))
    await give(manager, valid_until=END)
    await manager.patch(REFUNDS, json={"valid_until": END})
    await manager.patch(REFUNDS, json={"level": 2})
    assert (len(await outbox_of(database)), await kinds(manager)) == (before, ["assigned"])


async def test_an_award_that_repeats_the_level_renews_it_without_end(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await give(manager, valid_until=END)
    (event,) = await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    assert isinstance(event, SkillValidityChanged)
    assert await held(manager) == [(2, None)]


async def test_an_award_below_the_level_leaves_the_end(
    database: Database, manager: httpx.AsyncClient
) -> None:
    await give(manager, level=5, valid_until=END)
    assert await react(database, when_assessment_completed_grant_skills, an_assessment_completed()) == []
    assert await held(manager) == [(5, START + DAY)]
    refused = await give(manager, valid_until=LATER)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/held-higher")
    assert refused.json()["errors"][0]["field"] == "level"
    assert await held(manager) == [(5, START + DAY)]


@pytest.mark.parametrize("valid_until", ["2020-01-01T00:00:00Z", "2027-01-01T00:00:00", "tomorrow"])
async def test_an_end_that_is_past_or_unclear_is_refused(
    manager: httpx.AsyncClient, valid_until: str
) -> None:
    await give(manager)
    for answer in (
        await give(manager, level=5, valid_until=valid_until),
        await manager.patch(REFUNDS, json={"valid_until": valid_until}),
    ):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "valid_until")
    assert await held(manager) == [(2, None)]


async def test_a_change_of_nothing_is_refused(manager: httpx.AsyncClient) -> None:
    await give(manager)
    for body in ({}, {"level": None}):
        answer = await manager.patch(REFUNDS, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "level")
