"""Every SQL statement of a merge: few, however many persons hold the skill."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from asyncpg import Record

from skills.holdings.holdings import Holdings
from touchline_runtime.transaction import Connection

MERGED_INTO = "SELECT merged_into FROM skill WHERE id = $1"
MERGE_SKILL = "UPDATE skill SET merged_into = $2, revision = $3 WHERE id = $1"
MOVE_ALIASES = "UPDATE skill_alias SET skill_id = $2 WHERE skill_id = $1"
MOVE_CHILDREN = """
UPDATE skill SET parent_id = $2, revision = revision + 1 WHERE parent_id = $1 AND merged_into IS NULL
RETURNING id
"""
LOCK_CONCERNED = """
SELECT FROM person_holding WHERE person_id IN (
    SELECT person_id FROM held_skill WHERE skill_id = $1
    UNION SELECT person_id FROM proposal WHERE state = 'requested' AND skill_id = ANY($2::text[])
    UNION SELECT person_id FROM waiting_grant WHERE skill_id = ANY($2::text[])
) ORDER BY person_id FOR UPDATE
"""
HOLDERS = """
SELECT person_id, p.revision, old.level, old.valid_until, target.level AS target_level,
    target.valid_until AS target_until
FROM held_skill old JOIN person_holding p USING (person_id)
LEFT JOIN (SELECT person_id, level, valid_until FROM held_skill WHERE skill_id = $2) target USING (person_id)
WHERE old.skill_id = $1 AND ($3::text[] IS NULL OR person_id = ANY($3)) ORDER BY person_id
"""
# Locked in the order of the ids like everywhere else; which of the holders these are does not matter.
LOCK_SOME = """
SELECT person_id FROM person_holding WHERE person_id IN (
    SELECT person_id FROM held_skill WHERE skill_id = $1 LIMIT $2
) ORDER BY person_id FOR UPDATE
"""
COUNT_HOLDERS = "SELECT count(*) FROM held_skill WHERE skill_id = $1"
# One of a person's proposals goes on, the surest, and none where the target needs no proposal. One of
# the target ends too where the skill was rejected: the target is that skill from now on.
MOVE_PROPOSALS = """
WITH waiting AS (
    SELECT id, row_number() OVER (PARTITION BY person_id ORDER BY confidence DESC, id) > 1
        OR EXISTS (SELECT FROM held_skill h WHERE h.person_id = p.person_id AND h.skill_id = $2)
        OR EXISTS (SELECT FROM proposal o
            WHERE o.person_id = p.person_id AND o.state = 'requested' AND o.skill_id = ANY($3::text[]))
        OR EXISTS (SELECT FROM rejection r
            WHERE r.person_id = p.person_id AND r.skill_id = ANY($1::text[] || $3::text[])) AS needless
    FROM proposal p WHERE state = 'requested' AND (skill_id = ANY($1::text[])
        OR skill_id = ANY($3) AND EXISTS (
            SELECT FROM rejection r WHERE r.person_id = p.person_id AND r.skill_id = ANY($1)))
)
UPDATE proposal p SET
    skill_id = CASE WHEN needless THEN p.skill_id ELSE $2 END,
    state = CASE WHEN needless THEN 'lifted' ELSE p.state END,
    merged_into = CASE WHEN needless THEN $2 END,
    decided_by = CASE WHEN needless THEN $4 END,
    decided_at = CASE WHEN needless THEN $5::timestamptz END
FROM waiting WHERE p.id = waiting.id RETURNING p.id
"""
ADOPTED = """
SELECT skill_id, array_agg(id) AS ids FROM skill_alias
WHERE id = ANY($1::text[]) AND id <> skill_id AND (
    id IN (SELECT skill_id FROM proposal WHERE state = 'requested') OR id IN (SELECT skill_id FROM rejection))
GROUP BY skill_id ORDER BY skill_id
"""
NOTE_MERGE = """
INSERT INTO proposal_activity (proposal_id, number, kind, actor, comment, at)
SELECT id, 1 + (SELECT coalesce(max(number), 0) FROM proposal_activity WHERE proposal_id = id),
    'merged', $2, $3, $4
FROM unnest($1::text[]) AS id
"""


async def merged_into(conn: Connection, skill_id: str) -> str | None:
    """The skill that this one was merged into; None if it was not, and for what is not a skill's first id."""
    found: str | None = await conn.fetchval(MERGED_INTO, skill_id)
    return found


async def merge_skill(conn: Connection, skill_id: str, revision: int, into: str) -> list[str]:
    """Makes the skill, with all its ids, another id of ``into``; the ids of the children that moved."""
    await conn.execute(MERGE_SKILL, skill_id, into, revision)
    await conn.execute(MOVE_ALIASES, skill_id, into)
    return [row["id"] for row in await conn.fetch(MOVE_CHILDREN, skill_id, into)]


async def lock_holders(conn: Connection, skill_id: str, aliases: Sequence[str], into: str) -> list[Holdings]:
    """What the holders of the skill hold of it and of ``into``. They, and those for whom a proposal or an
    award of the skill waits, are locked in the order of their ids until the end of the transaction.
    """
    await conn.execute(LOCK_CONCERNED, skill_id, aliases)
    return [_holdings(row, skill_id, into) for row in await conn.fetch(HOLDERS, skill_id, into, None)]


async def lock_some_holders(conn: Connection, skill_id: str, into: str, limit: int) -> list[Holdings]:
    """What at most ``limit`` holders of the skill hold of it and of ``into``; they are locked."""
    locked = [row["person_id"] for row in await conn.fetch(LOCK_SOME, skill_id, limit)]
    return [_holdings(row, skill_id, into) for row in await conn.fetch(HOLDERS, skill_id, into, locked)]


async def count_holders(conn: Connection, skill_id: str) -> int:
    """How many persons hold the skill."""
    found: int = await conn.fetchval(COUNT_HOLDERS, skill_id)
    return found


def _holdings(row: Record, skill_id: str, into: str) -> Holdings:
    levels = {skill_id: row["level"], into: row["target_level"]}
    ends = {skill_id: row["valid_until"], into: row["target_until"]}
    return Holdings(
        row["person_id"],
        row["revision"],
        {skill: level for skill, level in levels.items() if level is not None},
        {skill: end for skill, end in ends.items() if end is not None},
    )


async def move_proposals(
    conn: Connection, aliases: Sequence[str], into: str, its_aliases: Sequence[str], by: str, at: datetime
) -> None:
    """Lets the proposals that wait go on as proposals of ``into``, or ends them where that needs none."""
    moved = await conn.fetch(MOVE_PROPOSALS, aliases, into, its_aliases, by, at)
    comment = f"The skill was merged into {into!r}."
    await conn.execute(NOTE_MERGE, [row["id"] for row in moved], by, comment, at)


async def adopted(conn: Connection, aliases: Collection[str]) -> dict[str, list[str]]:
    """Those of these ids, by the skill that they mean, under which anything waits or was rejected."""
    rows = await conn.fetch(ADOPTED, list(aliases))
    return {row["skill_id"]: row["ids"] for row in rows}
