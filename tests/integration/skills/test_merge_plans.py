"""A merge reads what the holders of the two skills hold, by indexes, and not what everybody holds."""

from __future__ import annotations

from skills.holdings.store import DROP_HELD
from skills.merging.store import HOLDERS, LOCK_CONCERNED, LOCK_SOME, MOVE_PROPOSALS
from tests.integration.plans import Explaining, faults
from tests.integration.skills.crowd import CROWD
from touchline_runtime.testing import NOW
from touchline_runtime.transaction import Connection, Database

FILL = """
INSERT INTO skill (id, name, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'hand', now() FROM generate_series(1, 200) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(1, 200) AS s WHERE (p * 7 + s) % 10 = 0;
INSERT INTO proposal (id, prediction_id, person_id, skill_id, state, confidence, explanation, samples,
    model_version, requested_at)
    SELECT 'o' || i, 'o' || i, 'p' || (i % 2000 + 1), 's' || (i % 200 + 1), 'requested', 0.9, '', '[]', '1',
        now()
    FROM generate_series(1, 2000) AS i;
"""
HOLDERS_OF_A_SKILL = 2_000 // 10


async def _merged(conn: Connection) -> Explaining:
    """The statements of a merge of s7 into s8, without the catalogue's."""
    explaining = Explaining(conn)
    assert len(await explaining.fetch(HOLDERS, "s7", "s8", None)) == HOLDERS_OF_A_SKILL
    await explaining.fetch(LOCK_CONCERNED, "s7", ["s7"])
    some = [row["person_id"] for row in await explaining.fetch(LOCK_SOME, "s7", 50)]
    assert len(await explaining.fetch(HOLDERS, "s7", "s8", some)) == len(some) == 50
    await explaining.fetch(MOVE_PROPOSALS, ["s7"], "s8", ["s8"], "admin", NOW)
    holders = [row["person_id"] for row in await conn.fetch(HOLDERS, "s7", "s8", None)]
    await explaining.fetch(DROP_HELD, holders, ["s7"] * len(holders))
    return explaining


async def test_a_merge_reads_indexes_alone(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        await conn.execute("ANALYZE")
        found = faults(await _merged(conn), sorted=2 * HOLDERS_OF_A_SKILL, passed=2 * HOLDERS_OF_A_SKILL)
        assert not found


async def test_a_merge_without_the_index_of_holders_is_seen(database: Database) -> None:
    async with database.reading() as conn, conn.transaction(readonly=False):
        await conn.execute(CROWD + FILL)
        await conn.execute("DROP INDEX held_skill_by_skill")
        await conn.execute("ANALYZE")
        assert faults(await _merged(conn), sorted=2 * HOLDERS_OF_A_SKILL, passed=2 * HOLDERS_OF_A_SKILL)
