"""Which skills a team's tasks of the last 90 days call for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import islice

import httpx
import pytest

import tests.integration.subscriptions.tellers  # noqa: F401 - registers them
from skills.needs.store import needed
from skills.subscriptions import SUBSCRIPTIONS
from skills.tasks.figures.store import count_needs, fold
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.figures import LEFT, fold_some
from tests.integration.subscriptions.story import Story
from touchline_contracts.recommender import TaskSkillsInferred
from touchline_contracts.tasks import ALL_TASK_EVENTS
from touchline_runtime.testing import NOW, delivered, react
from touchline_runtime.testing.events import a_task_closed, a_task_opened, some_skills_inferred
from touchline_runtime.transaction import Database

KEEP = next(one for one in SUBSCRIPTIONS if one.react is when_task_changes_keep_its_skills)
RECENT = {"opened_at": datetime.now(UTC) - timedelta(days=3)}
OLD = {"opened_at": datetime.now(UTC) - timedelta(days=100)}
FILL = """
INSERT INTO skill (id, name, origin, defined_at) SELECT 's' || i, 's' || i, 'hand', now()
    FROM generate_series(1, 100) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill ON CONFLICT DO NOTHING;
INSERT INTO team_need SELECT 't' || t, 's' || s, 60, 10, 5
    FROM generate_series(1, 200) AS t, generate_series(1, 100) AS s;
ANALYZE;
"""
SUMS = "SELECT * FROM team_need WHERE (opened, inferred, open) <> (0, 0, 0) ORDER BY team_id, skill_id"
A_DAY_LATER = "UPDATE need_window SET first_day = first_day - 1"


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    for name in ("Refunds", "Typing"):
        await admin.post("/skills", json={"name": name})


async def needs(admin: httpx.AsyncClient, team: str = "payments") -> list[tuple[str, int, int, float]]:
    """Skill, tasks, open tasks and the inferred share, the most tasks first."""
    answer = await admin.get(f"/teams/{team}/gaps")
    assert answer.status_code == 200, answer.text
    told = [(one["skill_id"], one["tasks"], one["open"], one["inferred"]) for one in answer.json()["items"]]
    return sorted(told, key=lambda need: (-need[1], need[0]))


async def test_a_team_needs_what_its_recent_tasks_call_for(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await react(
        database,
        KEEP,
        a_task_opened(number="1", skills=("refunds", "typing"), **RECENT),
        a_task_closed(number="2", skills=("refunds",), **RECENT),
        a_task_opened(number="3", skills=("refunds",), **OLD),
        a_task_opened(number="4", skills=("typing",), team_id="claims", **OLD),
        a_task_opened(number="5", skills=("not-in-the-catalogue",), team_id="claims", **RECENT),
    )
    told = [("refunds", 2, 2, 0), ("typing", 1, 1, 0)]
    assert (await needs(admin), await needs(admin, "claims")) == (told, [])
    await fold_some(database)
    assert (await needs(admin), await needs(admin, "claims")) == (told, [])


async def test_a_need_goes_by_the_id_that_the_skill_has_today(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await react(database, KEEP, a_task_opened(skills=("typing",), **RECENT))
    await admin.post("/skills/typing/merge", json={"into": "refunds"})
    assert await needs(admin) == [("refunds", 1, 1, 0)]


async def test_a_retired_skill_is_no_need_until_it_is_restored(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await react(database, KEEP, a_task_opened(skills=("typing",), **RECENT))
    await admin.post("/skills/typing/retire")
    assert await needs(admin) == []
    await admin.post("/skills/typing/restore")
    assert await needs(admin) == [("typing", 1, 1, 0)]


async def test_what_is_inferred_of_tasks_that_do_not_name_the_skill_is_told(
    database: Database, admin: httpx.AsyncClient
) -> None:
    await react(
        database,
        KEEP,
        *(a_task_opened(number=number, **RECENT) for number in ("1", "2")),
        a_task_opened(number="3", skills=("refunds",), **RECENT),
        *(some_skills_inferred("refunds", "typing", task_number=number) for number in ("1", "2")),
    )
    told = [("refunds", 3, 3, pytest.approx(2 / 3)), ("typing", 2, 2, 1)]
    assert await needs(admin) == told
    await fold_some(database)
    assert await needs(admin) == told


async def test_when_a_day_has_passed_the_tasks_of_the_day_before_the_window_are_left_out(
    database: Database, admin: httpx.AsyncClient
) -> None:
    leaving = {"opened_at": datetime.now(UTC) - timedelta(days=91)}
    tasks = [
        a_task_opened(number=f"{n}", skills=("refunds",), **when) for n, when in enumerate((RECENT, leaving))
    ]
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(A_DAY_LATER)
    await react(database, KEEP, *tasks)
    assert await needs(admin) == [("refunds", 2, 2, 0)]
    await fold_some(database, 100)
    assert await needs(admin) == [("refunds", 2, 2, 0)]
    await fold_some(database)
    assert await needs(admin) == [("refunds", 1, 2, 0)]


@pytest.mark.parametrize("seed", range(2))
async def test_the_sums_are_those_of_the_figures_whatever_is_folded_when(
    database: Database, seed: int
) -> None:
    story = Story(f"needs {seed}")
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute("UPDATE need_window SET first_day = $1", NOW.date() - timedelta(days=10))
    events = story.events(*ALL_TASK_EVENTS, TaskSkillsInferred)
    for number in range(20):
        batch = islice(events, story.random.randint(1, 20))
        await react(database, KEEP, *(delivered(event, id=f"{number}-{n}") for n, event in enumerate(batch)))
        await fold_some(database, story.random.randint(1, 40))
    async with database.reading() as conn, conn.transaction(readonly=False):
        while await conn.fetchval(LEFT):
            await fold(conn, 100)
        summed = await conn.fetch(SUMS)
        await count_needs(conn)
        assert summed == await conn.fetch(SUMS) != []


async def test_an_upgrade_sums_up_the_figures_that_are_there(database: Database) -> None:
    tasks = [
        a_task_opened(number=f"{n}", skills=("refunds",), **when) for n, when in enumerate((RECENT, OLD))
    ]
    await react(database, KEEP, *tasks, a_task_opened(number="9", skills=("typing",), team_id=None, **RECENT))
    await fold_some(database)
    upgrade = import_module("skills.migrations.0013_needs_of_teams")
    async with database.reading() as conn, conn.transaction(readonly=False):
        summed = await conn.fetch(SUMS)
        await conn.execute("DROP VIEW need; DROP TABLE team_need, need_window")
        await conn.execute(upgrade.SQL)
        assert await conn.fetch(SUMS) == summed
        assert [tuple(row) for row in summed] == [("payments", "", 1, 0, 2), ("payments", "refunds", 1, 0, 2)]


async def test_the_skills_that_a_team_needs_are_read_from_an_index(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(FILL)
        explaining = Explaining(conn)
        assert len(await needed(explaining, ["t1"])) == 100  # type: ignore[arg-type]
        assert not faults(explaining, sorted=200, passed=0)
        assert fetched(explaining) <= 100
        await conn.execute("ALTER TABLE team_need DROP CONSTRAINT team_need_pkey")
        slow = Explaining(conn)
        await needed(slow, ["t1"])  # type: ignore[arg-type]
        assert "team_need is read from end to end" in faults(slow, sorted=200, passed=0)
