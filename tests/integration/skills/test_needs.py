"""Which skills a team's tasks of the last 90 days call for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from skills.needs.store import Need, needs
from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.figures import fold_some
from touchline_runtime.testing import react
from touchline_runtime.testing.events import a_task_closed, a_task_opened
from touchline_runtime.transaction import Database

KEEP = next(one for one in SUBSCRIPTIONS if one.react is when_task_changes_keep_its_skills)
RECENT = {"opened_at": datetime.now(UTC) - timedelta(days=3)}
OLD = {"opened_at": datetime.now(UTC) - timedelta(days=100)}
FILL = """
INSERT INTO skill (id, name, origin, defined_at) SELECT 's' || i, 's' || i, 'hand', now()
    FROM generate_series(1, 100) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill ON CONFLICT DO NOTHING;
INSERT INTO task_figure SELECT 't' || t, 's' || s, current_date - d * 3, 'case', false, 1, 1, 1, 60
    FROM generate_series(1, 20) AS t, generate_series(1, 100) AS s, generate_series(1, 60) AS d;
ANALYZE;
"""


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    for name in ("Refunds", "Typing"):
        await admin.post("/skills", json={"name": name})


async def needed(database: Database, *teams: str) -> dict[str, list[Need]]:
    async with database.reading() as conn:
        return await needs(conn, teams)


async def test_a_team_needs_what_its_recent_tasks_call_for(database: Database) -> None:
    await react(
        database,
        KEEP,
        a_task_opened(number="1", skills=("refunds", "typing"), **RECENT),
        a_task_closed(number="2", skills=("refunds",), **RECENT),
        a_task_opened(number="3", skills=("refunds",), **OLD),
        a_task_opened(number="4", skills=("typing",), team_id="claims", **OLD),
        a_task_opened(number="5", skills=("not-in-the-catalogue",), team_id="claims", **RECENT),
    )
    told = {"payments": [Need("refunds", 2, 2, False), Need("typing", 1, 1, False)], "claims": []}
    assert await needed(database, "payments", "claims") == told
    await fold_some(database)
    assert await needed(database, "payments", "claims") == told


async def test_a_need_goes_by_the_id_that_the_skill_has_today(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await react(database, KEEP, a_task_opened(skills=("typing",), **RECENT))
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute("UPDATE skill_alias SET skill_id = 'refunds' WHERE id = 'typing'")
        assert await needs(conn, ["payments"]) == {"payments": [Need("refunds", 1, 1, False)]}


async def test_the_needs_of_a_team_are_read_from_an_index(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(FILL)
        explaining = Explaining(conn)
        found = await needs(explaining, ["t1"])  # type: ignore[arg-type]
        assert len(found["t1"]) == 100
        assert not faults(explaining, sorted=10_000, passed=100)
        assert fetched(explaining) < 4_000
        await conn.execute("ALTER TABLE task_figure DROP CONSTRAINT task_figure_pkey")
        slow = Explaining(conn)
        await needs(slow, ["t1"])  # type: ignore[arg-type]
        assert "task_figure is read from end to end" in faults(slow, sorted=10_000, passed=100)
