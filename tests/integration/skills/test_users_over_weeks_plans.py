"""Users over weeks are read from kept weeks; what the ledger tells of others is what happened in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from skills.overview.get_overview import GetOverview
from skills.overview.holders.store import people_who_count
from skills.overview.holders.weeks import store
from skills.overview.scope import scope_of
from skills.overview.store import today, users_by_week
from skills.overview.weeks import ONE_WEEK, monday_of
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD
from touchline_runtime.auth import Principal
from touchline_runtime.transaction import Database

HISTORY = frozenset({"ledger", "held_skill"})
FILL = """
INSERT INTO skill (id, name, level_type_id, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'basic', 'hand', now() FROM generate_series(1, 50) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill WHERE id LIKE 's%';
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, n, 's' || (p + n) % 50 + 1, 'assigned', 1, 'hand', now() - (50 - n) * interval '30 days'
    FROM generate_series(1, 2000) AS p, generate_series(1, 50) AS n;
INSERT INTO held_skill SELECT person_id, skill_id, level, at, at, evidence_kind FROM ledger;
ANALYZE;
"""


@pytest.mark.parametrize("by", [ADMIN, LEAD])
@pytest.mark.parametrize("counted", [False, True])
async def test_the_weeks_read_what_happened_in_them_and_nothing_once_they_are_counted(
    database: Database, by: Principal, counted: bool
) -> None:
    last = monday_of(datetime.now(UTC).date()) - ONE_WEEK
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        if counted:
            await store.fold(conn, 1_000)
        explaining = Explaining(conn)
        scope = await scope_of(conn, GetOverview(by=by))
        people = await people_who_count(conn, scope.teams)
        told = await users_by_week(explaining, people, ["s7"], last - 7 * ONE_WEEK, last)  # type: ignore[arg-type]
        assert len(told) == 8
        assert not faults(explaining, sorted=1_000, passed=100)
        assert fetched(explaining, HISTORY) <= (0 if counted else 40 * 50 * 50)


OLD, HOLDERS = 60, 300
LONG_PAST = """
INSERT INTO skill (id, name, origin, defined_at) VALUES ('s7', 'Skill 7', 'hand', now());
INSERT INTO skill_alias VALUES ('s7', 's7');
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, n, 's7', 'level_changed', n, 'hand', now() - (80 - n) * interval '20 days'
    FROM generate_series(1, 300) AS p, generate_series(1, 60) AS n;
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, 61, 's7', 'removed', NULL, 'hand', now() - interval '20 days'
    FROM generate_series(1, 300) AS p;
INSERT INTO skill (id, name, origin, defined_at) VALUES ('s8', 'Skill 8', 'hand', now());
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, n, 's8', 'level_changed', n, 'hand', now() - (60 - n) * interval '20 days'
    FROM generate_series(301, 2000) AS p, generate_series(1, 50) AS n;
ANALYZE;
"""


async def test_of_a_long_past_the_newest_entry_alone_is_read(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + LONG_PAST)
        explaining = Explaining(conn)
        people = await people_who_count(conn, None)
        last = monday_of(await today(conn)) - ONE_WEEK
        told = await users_by_week(explaining, people, ["s7"], last - 7 * ONE_WEEK, last)  # type: ignore[arg-type]
        assert (told[last - 7 * ONE_WEEK], told[last]) == (HOLDERS, 0)
        read = [node for node in explaining.nodes() if node.get("Relation Name") == "ledger"]
        rows = sum(round(node["Actual Rows"] * node["Actual Loops"]) for node in read)
        assert rows <= 2 * HOLDERS < OLD * HOLDERS
