"""A page of the overview reads the figures and the holders of the skills that it shows, by indexes."""

from __future__ import annotations

import pytest

from skills.overview.skills.list_overview import ListOverview, ReadTree, list_overview, read_tree
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD
from touchline_runtime.auth import Principal
from touchline_runtime.transaction import Database

HELD, SHOWN = 200, 20
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
