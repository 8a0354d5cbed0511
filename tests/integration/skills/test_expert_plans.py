"""Experts are found by indexes: a page reads no more of what is held than it shows, and skills it passes."""

from __future__ import annotations

import pytest

from skills.experts.list_experts import ListExperts, list_experts
from tests.integration.plans import Explaining, faults, fetched
from tests.integration.skills.crowd import ADMIN, CROWD, LEAD
from touchline_runtime.auth import Principal
from touchline_runtime.transaction import Database

FILL = """
INSERT INTO level_type VALUES ('three', 'Three');
INSERT INTO level SELECT 'three', v, 'Level ' || v FROM generate_series(1, 3) AS v;
INSERT INTO skill (id, name, level_type_id, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'three', 'hand', now() FROM generate_series(1, 200) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, (p + s) % 3 + 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(1, 200) AS s WHERE (p * 7 + s) % 10 = 0;
INSERT INTO shift SELECT 'shift' || i, false, 'p' || (i % 2000 + 1), 't1', now() - make_interval(hours => i),
    now() - make_interval(hours => i - 8), 1 FROM generate_series(1, 20000) AS i;
ANALYZE;
"""
HOLDERS_OF_A_SKILL = 2_000 // 10


@pytest.mark.parametrize(
    ("by", "filters"),
    [
        (ADMIN, {}),
        (ADMIN, {"skill": "s7"}),
        (LEAD, {"skill": "s7"}),
        (ADMIN, {"on_call": True}),
        (LEAD, {}),
        (LEAD, {"team": "t2"}),
    ],
)
async def test_a_page_of_experts_reads_indexes_alone(
    database: Database, by: Principal, filters: dict[str, object]
) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explaining = Explaining(conn)
        await list_experts(explaining, ListExperts(by=by, **filters))  # type: ignore[arg-type]
        assert not faults(explaining, sorted=2 * HOLDERS_OF_A_SKILL, passed=2 * HOLDERS_OF_A_SKILL)
        assert fetched(explaining) < 20 * HOLDERS_OF_A_SKILL


HELD_BY_ONE = 200 // 10


@pytest.mark.parametrize(("filters", "members"), [({}, 60), ({"team": "t2"}, 20)])
async def test_of_few_persons_what_they_hold_is_read_and_no_holders_of_skills(
    database: Database, filters: dict[str, object], members: int
) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        explaining = Explaining(conn)
        await list_experts(explaining, ListExperts(by=LEAD, **filters))  # type: ignore[arg-type]
        read = [node for node in explaining.nodes() if node.get("Relation Name") == "held_skill"]
        rows = sum(round(node["Actual Rows"] * node["Actual Loops"]) for node in read)
        assert 0 < rows <= members * HELD_BY_ONE
