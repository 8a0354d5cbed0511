"""The coverage of a team reads what its own members hold; that of all teams reads everything once."""

from __future__ import annotations

import pytest

from skills.coverage.list_coverage import ListCoverage, Order, list_coverage
from skills.coverage.read_coverage import ReadCoverage, read_coverage
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, HELD, LEAD, NEEDS, SKILLS_AND_NEEDS
from touchline_runtime.transaction import Database


async def test_a_teams_coverage_reads_its_needs_and_what_its_members_hold(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        explaining = Explaining(conn)
        told = await read_coverage(explaining, ReadCoverage(by=LEAD, id="t2"))  # type: ignore[arg-type]
        assert (told.members, told.needs) == (20, NEEDS)
        assert not faults(explaining, sorted=HELD, passed=0)
        assert fetched(explaining) <= HELD + NEEDS


@pytest.mark.parametrize("key", ["held_skill", "team_need"])
async def test_a_coverage_that_reads_what_all_hold_or_need_is_seen(database: Database, key: str) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        await conn.execute(f"ALTER TABLE {key} DROP CONSTRAINT {key}_pkey")
        explaining = Explaining(conn)
        await read_coverage(explaining, ReadCoverage(by=LEAD, id="t2"))  # type: ignore[arg-type]
        assert f"{key} is read from end to end" in faults(explaining, sorted=HELD, passed=0)


async def test_a_page_of_teams_by_name_reads_what_they_need_and_hold(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        explaining = Explaining(conn)
        page = await list_coverage(explaining, ListCoverage(by=ADMIN, limit=5))  # type: ignore[arg-type]
        assert len(page.items) == 5
        assert not faults(explaining, sorted=5 * HELD, passed=0)
        assert fetched(explaining) <= 5 * (HELD + NEEDS)


async def test_the_coverage_of_all_teams_by_a_figure_reads_everything_once(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        explaining = Explaining(conn)
        page = await list_coverage(explaining, ListCoverage(by=ADMIN, order=Order.COVERAGE))  # type: ignore[arg-type]
        assert len(page.items) == 50
        assert fetched(explaining) <= 100 * (HELD + NEEDS)
