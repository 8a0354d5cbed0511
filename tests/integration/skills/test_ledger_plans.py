"""The ledger answers from its indexes: what it tells of a team reads the entries of that team alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from skills.holdings.expiry.store import due
from skills.holdings.ledger.checking.list_differences import ListDifferences, list_differences
from skills.holdings.ledger.list_held_skills_at import ListHeldAt, list_held_skills_at
from skills.holdings.ledger.list_team_skills_at import list_team_skills_at
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD
from touchline_runtime.transaction import Connection, Database

FILL = """
INSERT INTO skill (id, name, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'hand', now() FROM generate_series(0, 199) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO ledger (person_id, revision, skill_id, kind, level, evidence_kind, at)
    SELECT 'p' || p, r, 's' || (p + r) % 20, CASE WHEN r <= 20 THEN 'assigned' ELSE 'level_changed' END,
        r, 'hand', timestamptz '2026-01-01 00:00Z' + make_interval(days => r)
    FROM generate_series(1, 2000) AS p, generate_series(1, 60) AS r;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(0, 19) AS s;
"""
MEMBERS, ENTRIES = 20, 60
AT = datetime(2026, 2, 15, tzinfo=UTC)


async def _fill(conn: Connection) -> None:
    await conn.execute(CROWD + FILL)
    await conn.execute("ANALYZE")


async def _explained(conn: Connection, use_case: object, id: str) -> Explaining:
    explaining = Explaining(conn)
    page = await use_case(explaining, ListHeldAt(by=ADMIN, id=id, at=AT))  # type: ignore[operator]
    assert page.items
    return explaining


@pytest.mark.parametrize(
    ("use_case", "id", "members"), [(list_held_skills_at, "p7", 1), (list_team_skills_at, "t7", MEMBERS)]
)
async def test_what_was_held_is_read_from_the_entries_of_those_asked_about(
    database: Database, use_case: object, id: str, members: int
) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await _fill(conn)
        explained = await _explained(conn, use_case, id)
        assert not faults(explained, sorted=2 * members * ENTRIES, passed=members * ENTRIES)
        assert fetched(explained) <= 3 * members * ENTRIES


async def test_comparing_a_page_of_persons_reads_what_they_hold_and_their_entries(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await _fill(conn)
        explaining = Explaining(conn)
        page = await list_differences(explaining, ListDifferences(by=ADMIN, limit=MEMBERS))  # type: ignore[arg-type]
        assert page.items
        assert not faults(explaining, sorted=2 * MEMBERS * ENTRIES, passed=MEMBERS * ENTRIES)
        assert fetched(explaining) <= 3 * MEMBERS * ENTRIES


async def test_a_ledger_without_the_index_of_a_persons_skills_is_seen(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await _fill(conn)
        await conn.execute(
            "DROP INDEX ledger_by_person_and_skill; ALTER TABLE ledger DROP CONSTRAINT ledger_pkey"
        )
        explained = await _explained(conn, list_held_skills_at, "p7")
        assert faults(explained, sorted=2 * ENTRIES, passed=ENTRIES)


async def _due(conn: Connection) -> Explaining:
    await conn.execute("UPDATE held_skill SET valid_until = $1 WHERE person_id = 'p7'", AT)
    explaining = Explaining(conn)
    assert len(await due(explaining, AT, 200)) == 20  # type: ignore[arg-type]
    return explaining


async def test_what_is_due_is_found_without_reading_what_is_held(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await _fill(conn)
        assert not faults(await _due(conn), sorted=20, passed=20)


async def test_a_search_for_what_is_due_without_its_index_is_seen(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await _fill(conn)
        await conn.execute("DROP INDEX held_skill_by_end")
        assert faults(await _due(conn), sorted=20, passed=20)
