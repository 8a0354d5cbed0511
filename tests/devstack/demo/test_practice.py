"""The demo's coaches at work, against the real coaching service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx

from coaching.main import SERVICE as COACHING
from devstack.demo import definitions
from devstack.demo.practice import OLDER, Practice
from tests.integration.coaching.seen import given_directory, publish
from touchline_runtime.auth import Role
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import Issuer, Served
from touchline_runtime.testing.databases import Migrated
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

NOW = datetime.now(UTC)
LONG_AGO = NOW - OLDER - timedelta(days=10)
TASKS = 30
UNLIMITED = {"coach_weekly_capacity": None, "sampling_percent": 100}


async def test_coaches_conclude_most_of_the_older_work_and_little_of_the_recent(
    service_database: Callable[[Migrated], Awaitable[Database]],
    api: Callable[[Served, Database], Api],
    issuer: Issuer,
) -> None:
    database = await service_database(COACHING)
    await given_directory(database)
    admin = api(COACHING, database).as_("admin", *Role)
    await _given_opportunities(admin)
    for number in range(TASKS):
        await publish(
            database,
            a_task_closed(number=f"OLD{number}", closed_at=LONG_AGO, **_slow(LONG_AGO)),
            a_task_closed(number=f"NEW{number}", closed_at=NOW, **_slow(NOW)),
        )

    def sign_in(person_id: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {issuer.token(person_id, Role.COACH, Role.TRAINEE)}"}

    practice = Practice(admin, sign_in, seed=7, until=NOW)
    completed = await practice.work()
    older, recent = await _completed(admin, "OLD"), await _completed(admin, "NEW")
    assert len(older) + len(recent) == completed
    assert len(older) > TASKS / 2 > len(recent)
    assert all(each["rating"] and each["comments"] for each in older)
    assert await practice.work() == 0


async def _given_opportunities(admin: httpx.AsyncClient) -> None:
    for survey in definitions.surveys():
        (await admin.post("/surveys", json=survey.body)).raise_for_status()
    for opportunity in definitions.opportunities(active=True):
        (await admin.post("/opportunities", json=opportunity.body | UNLIMITED)).raise_for_status()


async def _completed(admin: httpx.AsyncClient, prefix: str) -> list[dict[str, object]]:
    answer = await admin.get("/assessments", params={"state": "closed_complete", "limit": 200})
    return [item for item in answer.json()["items"] if item["task_number"].startswith(prefix)]


def _slow(closed: datetime) -> dict[str, object]:
    return {"opened_at": closed - timedelta(days=9), "resolved_at": closed}
