"""Gaps read what the teams that they are about need and hold, however much others do."""

from __future__ import annotations

import pytest

from skills.gaps.list_gaps_by_person import ListGapsByPerson, list_gaps_by_person
from skills.gaps.list_person_gaps import ListPersonGaps, list_person_gaps
from skills.gaps.list_team_gaps import ListTeamGaps, list_team_gaps
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, HELD, LEAD, NEEDS, SKILLS_AND_NEEDS
from touchline_runtime.http import encode_cursor
from touchline_runtime.transaction import Connection, Database


async def of_a_team(conn: Connection) -> int:
    return len((await list_team_gaps(conn, ListTeamGaps(by=LEAD, id="t2", limit=200))).items)


async def of_a_team_at_a_level(conn: Connection) -> int:
    query = ListTeamGaps(by=LEAD, id="t2", limit=200, min_level="Basic")
    return len((await list_team_gaps(conn, query)).items)


async def of_a_person(conn: Connection) -> int:
    return len((await list_person_gaps(conn, ListPersonGaps(by=ADMIN, id="p7"))).items)


async def of_the_members_of_a_team(conn: Connection) -> int:
    query = ListGapsByPerson(by=ADMIN, limit=20, after=encode_cursor("t49", "zzz"))
    return len((await list_gaps_by_person(conn, query)).items)


@pytest.mark.parametrize("read", [of_a_team, of_a_team_at_a_level, of_a_person, of_the_members_of_a_team])
async def test_gaps_read_what_their_teams_need_and_hold(database: Database, read: object) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        explaining = Explaining(conn)
        assert await read(explaining) >= 20  # type: ignore[operator]
        assert not faults(explaining, sorted=2 * HELD, passed=0)
        assert fetched(explaining) <= 2 * HELD + 2 * NEEDS


@pytest.mark.parametrize("key", ["held_skill", "team_need"])
async def test_gaps_that_read_what_all_hold_or_need_are_seen(database: Database, key: str) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        await conn.execute(f"ALTER TABLE {key} DROP CONSTRAINT {key}_pkey")
        explaining = Explaining(conn)
        await of_a_team(explaining)  # type: ignore[arg-type]
        assert f"{key} is read from end to end" in faults(explaining, sorted=2 * HELD, passed=0)
