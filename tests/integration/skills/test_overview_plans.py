"""A page of the overview reads the figures of its skills by indexes, and holders of those that changed."""

from __future__ import annotations

import pytest

from skills.overview.holders import store
from skills.overview.skills.list_overview import ListOverview, ReadTree, list_overview, read_tree
from skills.overview.store import holders, levels
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD, SKILLS_AND_NEEDS
from touchline_runtime.auth import Principal
from touchline_runtime.transaction import Connection, Database

HELD, SHOWN = 200, 20
HOLDERS_OF_ONE = 2_000 // 5
FILL = """
INSERT INTO level_type VALUES ('three', 'Three');
INSERT INTO level SELECT 'three', v, 'Level ' || v FROM generate_series(1, 3) AS v;
INSERT INTO skill (id, name, parent_id, level_type_id, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, CASE WHEN i > 20 THEN 's' || i % 20 + 1 END, 'three', 'hand', now()
    FROM generate_series(1, 200) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, (p + s) % 3 + 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(1, 200) AS s WHERE (p * 7 + s) % 10 = 0;
INSERT INTO task_figure SELECT team, 's' || s, day, 'case', false, 5, 4, 3, 9000
    FROM unnest(ARRAY['', 't1', 't2', 't3', 't4']) AS team, generate_series(1, 200) AS s, (
        SELECT date_trunc('week', now())::date - 7 * n AS day FROM generate_series(0, 51) AS n
        UNION ALL SELECT 'infinity') AS days;
ANALYZE;
"""


@pytest.mark.parametrize(("by", "teams"), [(ADMIN, 1), (LEAD, 3)])
@pytest.mark.parametrize("query", ["table", "tree"])
async def test_a_page_by_name_reads_the_weeks_and_holders_of_its_skills_alone(
    database: Database, by: Principal, teams: int, query: str
) -> None:
    weeks = 4
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explaining = Explaining(conn)
        if query == "table":
            table = ListOverview(by=by, limit=SHOWN, weeks=weeks)
            page = await list_overview(explaining, table)  # type: ignore[arg-type]
        else:
            tree = ReadTree(by=by, limit=SHOWN, weeks=weeks)
            page = await read_tree(explaining, tree)  # type: ignore[arg-type]
        assert len(page.items) == SHOWN
        holders, figures = (SHOWN + 1) * HELD, (SHOWN + 1) * (weeks + 1) * teams
        assert not faults(explaining, sorted=holders, passed=0)
        assert fetched(explaining) <= holders + figures


async def test_the_holders_of_those_skills_alone_are_read_that_changed(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + SKILLS_AND_NEEDS)
        await store.fold(conn, 1_000)
        await conn.execute("ANALYZE")
        assert await _holders_read(conn) == 0
        await conn.execute("UPDATE held_skill SET level = 2 WHERE (person_id, skill_id) = ('p2', 's1')")
        assert 0 < await _holders_read(conn) <= 3 * HOLDERS_OF_ONE


async def _holders_read(conn: Connection) -> int:
    """So many rows of all that is held are read for the overviews of two skills, and for the table."""
    explaining = Explaining(conn)
    people = await store.people_who_count(conn, None)
    for skill in "s1", "s2":
        await holders(explaining, people, [skill])  # type: ignore[arg-type]
        await levels(explaining, people, [skill])  # type: ignore[arg-type]
    await list_overview(explaining, ListOverview(by=ADMIN, roll_up=True))  # type: ignore[arg-type]
    read = [node for node in explaining.nodes() if node.get("Relation Name") == "held_skill"]
    return sum(round(node["Actual Rows"] * node["Actual Loops"]) for node in read)
