"""Every SQL statement about who holds what and what was rejected."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from recommender.standings.standing import Standing
from touchline_runtime.transaction import Connection

FIND = """
SELECT person_id, skill_id, held, rejected, revision FROM standing
WHERE (person_id, skill_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
"""
SAVE = """
INSERT INTO standing (person_id, skill_id, held, rejected, revision)
SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::bigint[])
ON CONFLICT (person_id, skill_id) DO UPDATE
SET held = excluded.held, rejected = excluded.rejected, revision = excluded.revision
"""
LIFT_MERGED = """
UPDATE standing SET rejected = false
WHERE person_id = $1 AND rejected AND skill_id IN (SELECT id FROM skill WHERE merged_into = $2)
"""
COUNT_HELD = "SELECT count(*) FROM standing WHERE held"
COUNT_REJECTED = "SELECT count(*) FROM standing WHERE rejected"

Pair = tuple[str, str]


async def find(conn: Connection, pairs: Sequence[Pair]) -> dict[Pair, Standing]:
    """The known standings among these pairs of person and skill."""
    rows = await conn.fetch(FIND, [person for person, _ in pairs], [skill for _, skill in pairs])
    return {(row["person_id"], row["skill_id"]): Standing(**row) for row in rows}


async def save(conn: Connection, standings: Collection[Standing]) -> None:
    """Writes standings, one a pair."""
    await conn.execute(
        SAVE,
        [standing.person_id for standing in standings],
        [standing.skill_id for standing in standings],
        [standing.held for standing in standings],
        [standing.rejected for standing in standings],
        [standing.revision for standing in standings],
    )


async def lift_merged(conn: Connection, person_id: str, skill_id: str) -> None:
    """Lifts what was rejected under the ids of skills that were merged into this one."""
    await conn.execute(LIFT_MERGED, person_id, skill_id)
