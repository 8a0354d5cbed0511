"""Lists and overview are answered by indexes, not by reading tables or sorting them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench.lists_database import COMMON_WORD, MANAGER, QUIET_TEAM, RARE_WORD, SELDOM_WORD, fill
from coaching.assessment_lists.list_assessments import ListAssessments, list_assessments
from coaching.overview.get_overview import GetOverview, get_overview
from coaching.retention.store import drop_tasks
from coaching.task_lists.list_tasks import ListTasks, list_tasks
from coaching.task_lists.store import WALKED, WALKED_OF_TEAMS
from tests.integration.plans import Explaining, faults, fetched
from touchline_runtime.auth import Principal, Role
from touchline_runtime.testing.databases import Templates
from touchline_runtime.transaction import Connection, Database

TASKS, ASSESSMENTS = 200_000, 50_000
PAGE = 51
FEW = 1_000
"""Rows of a few small teams, which may as well be sorted."""
ADMIN, LEADER = Principal.of("admin", *Role), Principal.of(MANAGER, Role.COACH)
LOOKED_THROUGH = 5_000
"""Rows that a manager of three teams may pass over for a page of theirs."""
CALLERS = pytest.mark.parametrize("by", [ADMIN, LEADER], ids=["admin", "manager"])
SINCE = (datetime.now(UTC) - timedelta(days=30)).isoformat()


@pytest.fixture(scope="module")
def filled(templates: Templates) -> Iterator[str]:
    """The URL of two years of coaching, small."""

    def run(work: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, work).result()

    name = run(templates.create_empty())
    run(fill(templates.url(name), TASKS, ASSESSMENTS))
    yield templates.url(name)
    run(templates.drop(name))


@pytest.fixture
async def conn(filled: str) -> AsyncIterator[Connection]:
    """As requests are answered: with plans for the values given."""
    database = await Database.connect(filled, service="coaching", max_size=1, application="api")
    async with database.reading() as connection:
        yield connection
    await database.close()


@CALLERS
@pytest.mark.parametrize(
    "filters",
    [{}, {"window": "assessments"}, {"team": QUIET_TEAM}, {"survey": "survey-1"}, {"scope": "managed"}],
)
async def test_an_overview_reads_indexes_alone(
    conn: Connection, by: Principal, filters: dict[str, str]
) -> None:
    explaining = Explaining(conn)
    await get_overview(explaining, GetOverview(by=by, **filters))  # type: ignore[arg-type]
    assert not faults(explaining, sorted=PAGE, passed=ASSESSMENTS)
    assert fetched(explaining) < FEW


@CALLERS
@pytest.mark.parametrize(
    "filters",
    [
        {"order": "due"},
        {"order": "recent"},
        {"order": "points"},
        {"order": "closed"},
        {"order": "task_done"},
        {"active": True},
        {"active": True, "state": "open"},
        {"coach": MANAGER, "active": True, "order": "points"},
        {"counted": True, "task_done_since": SINCE, "order": "task_done", "led": True},
        {"counted": True, "completed_since": SINCE, "order": "closed", "led": True, "team": QUIET_TEAM},
        {"state": "closed_incomplete", "closed_since": SINCE, "order": "closed", "led": True},
        {"opportunity": "default-3", "opened_since": SINCE, "order": "recent", "led": True},
    ],
)
async def test_a_page_of_assessments_comes_in_the_order_of_an_index(
    conn: Connection, by: Principal, filters: dict[str, Any]
) -> None:
    explaining = Explaining(conn)
    await list_assessments(explaining, ListAssessments(by=by, **filters))  # type: ignore[arg-type]
    assert not faults(explaining, sorted=FEW, passed=LOOKED_THROUGH)


@CALLERS
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"team": QUIET_TEAM},
        {"agent": "p7"},
        {"kind": "incident"},
        {"opened_since": SINCE},
        {"closed_since": SINCE},
        {"closed_before": SINCE},
        {"text": COMMON_WORD},
        {"text": SELDOM_WORD},
        {"text": RARE_WORD},
        {"text": "nowhere"},
        {"text": "CS0000012"},
        {"text": SELDOM_WORD, "team": QUIET_TEAM},
    ],
)
async def test_a_page_of_tasks_is_found_without_reading_all(
    conn: Connection, by: Principal, filters: dict[str, Any]
) -> None:
    explaining = Explaining(conn)
    await list_tasks(explaining, ListTasks(by=by, **filters))  # type: ignore[arg-type]
    if "text" in filters:
        assert not faults(explaining, sorted=2 * WALKED_OF_TEAMS, passed=WALKED)
    else:
        assert not faults(explaining, sorted=FEW, passed=LOOKED_THROUGH)


async def test_old_tasks_are_found_from_the_oldest_on(conn: Connection) -> None:
    explaining = Explaining(conn)
    for days, dropped in ((400, True), (10_000, False)):
        planted = conn.transaction()
        await planted.start()
        found = await drop_tasks(explaining, datetime.now(UTC) - timedelta(days=days), 100)  # type: ignore[arg-type]
        await planted.rollback()
        assert (found > 0) == dropped
    assert not faults(explaining, sorted=FEW, passed=LOOKED_THROUGH)


@pytest.mark.parametrize(
    ("index", "use_case", "query"),
    [
        ("task_by_opening", list_tasks, ListTasks(by=ADMIN)),
        ("task_by_team", list_tasks, ListTasks(by=LEADER)),
        ("task_words", list_tasks, ListTasks(by=ADMIN, text="nowhere")),
        ("assessment_by_due", list_assessments, ListAssessments(by=ADMIN)),
        ("assessment_by_task", list_tasks, ListTasks(by=ADMIN)),
    ],
)
async def test_a_missing_index_is_seen(conn: Connection, index: str, use_case: Any, query: Any) -> None:
    explaining = Explaining(conn)
    planted = conn.transaction()
    await planted.start()
    await conn.execute(f"drop index {index}")
    await use_case(explaining, query)
    await planted.rollback()
    assert faults(explaining, sorted=FEW, passed=LOOKED_THROUGH)


async def test_an_overview_that_reads_the_table_is_seen(conn: Connection) -> None:
    explaining = Explaining(conn)
    planted = conn.transaction()
    await planted.start()
    await conn.execute("drop index assessment_by_task_done")
    await get_overview(explaining, GetOverview(by=ADMIN))  # type: ignore[arg-type]
    await planted.rollback()
    assert fetched(explaining) > FEW
