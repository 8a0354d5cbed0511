"""A page of the matrix reads what its own persons and their teams hold, however much others do."""

from __future__ import annotations

import pytest

from skills.matrix.read_matrix import ReadMatrix, read_matrix
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD
from touchline_runtime.http import encode_cursor
from touchline_runtime.transaction import Connection, Database

FILL = """
INSERT INTO skill (id, name, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'hand', now() FROM generate_series(1, 200) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(1, 200) AS s WHERE (p * 7 + s) % 5 = 0;
INSERT INTO team_need SELECT 't' || t, 's' || s, 9, 0, 1
    FROM generate_series(1, 100) AS t, generate_series(1, 50) AS s;
ANALYZE;
"""
MEMBERS, HELD, NEEDS = 20, 40, 50
LED = 3 * MEMBERS * HELD
"""Held by those whom the leader leads: more than there are persons, who may all be sorted by name."""


async def _explained(conn: Connection, query: ReadMatrix) -> tuple[Explaining, int]:
    """How the page is read, and of how many teams it tells the coverage."""
    explaining = Explaining(conn)
    page = await read_matrix(explaining, query)  # type: ignore[arg-type]
    assert page.items
    return explaining, len(page.teams)


@pytest.mark.parametrize(
    "query",
    [
        ReadMatrix(by=ADMIN, team="t7"),
        ReadMatrix(by=LEAD, team="t2", skills=100),
        ReadMatrix(by=LEAD),
        ReadMatrix(by=ADMIN, person="p7"),
        ReadMatrix(by=ADMIN, limit=20, skills=100),
        ReadMatrix(by=ADMIN, limit=20, person_text="person 1"),
        ReadMatrix(by=ADMIN, limit=20, before=encode_cursor("Person 7", "p7")),
        ReadMatrix(by=ADMIN, limit=20, before_skill=encode_cursor("Skill 7", "s7")),
        ReadMatrix(by=ADMIN, limit=20, skill="s7", level="Basic"),
        ReadMatrix(by=LEAD, min_level="1"),
    ],
)
async def test_a_page_reads_the_holdings_of_the_persons_it_is_about(
    database: Database, query: ReadMatrix
) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explained, teams = await _explained(conn, query)
        assert not faults(explained, sorted=LED + teams * NEEDS, passed=LED)
        assert fetched(explained) <= 2 * LED + teams * (MEMBERS * HELD + NEEDS)


async def test_a_page_without_the_index_of_a_persons_skills_is_seen(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        await conn.execute("ALTER TABLE held_skill DROP CONSTRAINT held_skill_pkey")
        explained, _ = await _explained(conn, ReadMatrix(by=ADMIN, team="t7"))
        assert faults(explained, sorted=LED, passed=LED)


async def test_many_persons_are_gone_through_once_for_all_skills(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explained, _ = await _explained(conn, ReadMatrix(by=ADMIN, limit=20, person_text="person 1"))
        unnested = [node for node in explained.nodes() if node["Node Type"] == "ProjectSet"]
        assert [node["Actual Loops"] for node in unnested if node["Actual Rows"] > MEMBERS] == [1]
