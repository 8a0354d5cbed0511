"""The list of matches reads indexes in its order, however many matches of other teams there are."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from coaching.match_lists.list_matches import ListMatches, list_matches
from tests.integration.plans import Explaining, faults
from touchline_runtime.auth import Principal, Role
from touchline_runtime.transaction import Connection, Database

PAGE = 51
# t0 to t2 have two in three of all, and the leader's own t90 and t91 a few each
FILL = """
insert into person (id, name, active, time_zone, revision)
select 'p' || n, 'Person ' || n, true, 'UTC', 1 from generate_series(0, 99) as n;
insert into team (id, name, active, manager_id, revision)
select 't' || n, 'Team ' || n, true, case when n >= 90 then 'p90' else 'p' || n end, 1
from generate_series(0, 91) as n;
insert into team_person (team_id, person_id, part) select id, manager_id, 'manager' from team
on conflict do nothing;
insert into opportunity_match (opportunity_id, task_number, reopen_count, opportunity_version, outcome,
  trainee_id, team_id, coach_id, reason, matched_at)
select 'o' || n % 6, 'CS' || n, 0, 1,
  case n % 3 when 0 then 'unsampled' else 'over_capacity' end,
  'p' || n % 100,
  't' || case when n % 1500 = 0 then 90 + n / 1500 % 2 when n % 3 = 0 then n % 90 else n % 3 end,
  case when n % 3 > 0 then 'p' || n % 90 end, '', now() - n * interval '1 second'
from generate_series(1, 60000) as n;
analyze opportunity_match;
"""
LEADER = Principal.of("p90", Role.COACH)
STRANGER = Principal.of("p99", Role.COACH)
ADMIN = Principal.of("admin", *Role)


@pytest.fixture
async def conn(database: Database) -> AsyncIterator[Connection]:
    async with database.reading() as connection:
        await connection.execute(FILL)
        yield connection


@pytest.mark.parametrize("by", [LEADER, ADMIN], ids=["leader", "admin"])
@pytest.mark.parametrize(
    "filters", [{}, {"team": "t91"}, {"coach": "p88"}, {"since": "2020-01-01T00:00:00Z"}], ids=str
)
async def test_a_page_of_matches_comes_in_the_order_of_an_index(
    conn: Connection, by: Principal, filters: dict[str, str]
) -> None:
    explaining = Explaining(conn)
    page = await list_matches(explaining, ListMatches(by=by, **filters))  # type: ignore[arg-type]
    assert page.items or (by, filters) == (LEADER, {"coach": "p88"})
    assert not faults(explaining, sorted=4 * PAGE, passed=PAGE)


async def test_whoever_was_never_found_and_leads_no_team_learns_so_at_once(conn: Connection) -> None:
    explaining = Explaining(conn)
    page = await list_matches(explaining, ListMatches(by=STRANGER))  # type: ignore[arg-type]
    assert (page.items, faults(explaining, sorted=0, passed=0)) == ([], [])


async def test_without_its_index_the_page_of_a_small_team_is_a_long_search(conn: Connection) -> None:
    await conn.execute("drop index opportunity_match_of_team")
    explaining = Explaining(conn)
    await list_matches(explaining, ListMatches(by=LEADER))  # type: ignore[arg-type]
    assert faults(explaining, sorted=4 * PAGE, passed=PAGE)
