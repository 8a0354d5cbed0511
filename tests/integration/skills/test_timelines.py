"""A person's timeline: the ledger, narrowed down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_runtime.clock import FixedClock
from touchline_runtime.testing import react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LEDGER = "/persons/agent/ledger"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture(autouse=True)
async def history(
    database: Database, admin: httpx.AsyncClient, manager: httpx.AsyncClient, clock: FixedClock
) -> None:
    """Three entries a day apart: refunds by an assessment, billing by hand, refunds removed."""
    await admin.post("/skills", json={"name": "Refunds"})
    await admin.post("/skills", json={"name": "Billing"})
    await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    clock.advance(DAY)
    await admin.post("/persons/agent/skills", json={"skill_id": "billing"})
    clock.advance(DAY)
    await manager.post("/persons/agent/skills/refunds/remove", json={"reason": "moved on"})


async def revisions(client: httpx.AsyncClient, **filters: str) -> list[int]:
    answer = await client.get(LEDGER, params=filters)
    assert answer.status_code == 200, answer.text
    return [entry["revision"] for entry in answer.json()["items"]]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [3, 2, 1]),
        ({"skill": "refunds"}, [3, 1]),
        ({"skill": "unheard-of"}, []),
        ({"kind": "assigned"}, [2, 1]),
        ({"kind": "removed", "skill": "billing"}, []),
        ({"evidence_kind": "assessment"}, [1]),
        ({"actor": "admin"}, [2]),
        ({"since": (START + DAY).isoformat()}, [3, 2]),
        ({"before": (START + DAY).isoformat()}, [1]),
        ({"since": START.isoformat(), "before": (START + 2 * DAY).isoformat()}, [2, 1]),
    ],
)
async def test_filters_narrow_it_down(
    manager: httpx.AsyncClient, filters: dict[str, str], expected: list[int]
) -> None:
    assert await revisions(manager, **filters) == expected


async def test_a_skill_is_found_by_any_of_its_ids(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient
) -> None:
    await admin.patch("/skills/refunds", json={"name": "Money back"})
    assert await revisions(manager, skill="money-back") == [3, 1]


async def test_it_comes_in_pages_and_as_a_file(manager: httpx.AsyncClient) -> None:
    first = (await manager.get(LEDGER, params={"skill": "refunds", "limit": 1})).json()
    asked = {"skill": "refunds", "after": first["next"]}
    second = (await manager.get(LEDGER, params=asked)).json()
    assert [entry["revision"] for entry in first["items"] + second["items"]] == [3, 1]
    assert second["next"] is None
    file = (await manager.get(f"{LEDGER}.csv", params={"skill": "refunds"})).text
    assert len(file.splitlines()) == 3


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"kind": "lost"}, "kind"),
        ({"since": "2026-03-02T09:00:00"}, "since"),
        ({"before": "yesterday"}, "before"),
        ({"since": (START + DAY).isoformat(), "before": START.isoformat()}, "before"),
        ({"after": "nonsense"}, "after"),
        ({"skil": "refunds"}, "skil"),
    ],
)
async def test_a_filter_that_means_nothing_is_refused(
    manager: httpx.AsyncClient, filters: dict[str, str], field: str
) -> None:
    answer = await manager.get(LEDGER, params=filters)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
