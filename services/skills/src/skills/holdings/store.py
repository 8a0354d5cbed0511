"""Every SQL statement about what persons hold, and the ledger of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import asyncpg

from skills.holdings.holdings import Grant, Holdings
from skills.holdings.views import HeldSkill
from touchline_contracts.skills import Evidence, HeldSkillEvent, PersonSkillEvent, SkillExpired, SkillRemoved
from touchline_runtime.transaction import Connection

ENSURE_HOLDINGS = """
INSERT INTO person_holding (person_id) SELECT p FROM unnest($1::text[]) AS p ORDER BY p ON CONFLICT DO NOTHING
"""
LOCK_HOLDINGS = """
SELECT person_id, revision FROM person_holding WHERE person_id = ANY($1::text[]) ORDER BY person_id FOR UPDATE
"""
HELD_LEVELS = """
SELECT person_id, skill_id, level, valid_until FROM held_skill WHERE person_id = ANY($1::text[])
"""
PENDING_AND_REJECTED = """
SELECT person_id, skill_id, 'requested' AS state FROM proposal
WHERE person_id = ANY($1::text[]) AND state = 'requested'
UNION ALL SELECT person_id, skill_id, 'rejected' FROM rejection WHERE person_id = ANY($1::text[])
"""
SAVE_REVISION = "UPDATE person_holding SET revision = $2 WHERE person_id = $1"
# Since when and why is about the level: another end leaves them.
SAVE_HELD = """
INSERT INTO held_skill AS h (person_id, skill_id, level, since, level_since, evidence_kind, evidence_id,
    valid_until)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7)
ON CONFLICT (person_id, skill_id) DO UPDATE SET level = $3, valid_until = $7,
    level_since = CASE WHEN h.level = $3 THEN h.level_since ELSE $4 END,
    evidence_kind = CASE WHEN h.level = $3 THEN h.evidence_kind ELSE $5 END,
    evidence_id = CASE WHEN h.level = $3 THEN h.evidence_id ELSE $6 END
"""
ADD_LEDGER_ENTRY = """
INSERT INTO ledger (person_id, skill_id, revision, kind, level, evidence_kind, evidence_id, actor, at,
    valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
DROP_HELD = "DELETE FROM held_skill WHERE person_id = $1 AND skill_id = $2"
ADD_REMOVAL = """
INSERT INTO ledger (person_id, skill_id, revision, kind, evidence_kind, evidence_id, actor, at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
ADD_WAITING_GRANT = """
INSERT INTO waiting_grant (person_id, skill_id, evidence_kind, evidence_id, level, actor, at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
TAKE_WAITING_GRANTS = """
WITH taken AS (DELETE FROM waiting_grant WHERE skill_id = ANY($1::text[]) RETURNING *)
SELECT * FROM taken ORDER BY at, person_id, evidence_kind, evidence_id
"""
# A level that the level type lost is called after the next lower one that it has.
_CALLED = """
LEFT JOIN LATERAL (
    SELECT name FROM level WHERE level_type_id = s.level_type_id
    ORDER BY value > held.level, abs(value - held.level) LIMIT 1
) l ON true
"""
LIST_HELD = (
    """
SELECT held.skill_id, s.name, held.level, l.name AS level_name, held.since, held.level_since,
    held.valid_until, held.evidence_kind, held.evidence_id
FROM held_skill held JOIN skill s ON s.id = held.skill_id
"""
    + _CALLED
    + """
WHERE held.person_id = $1 AND ($2::text IS NULL OR (s.name, s.id) > ($2, $3::text))
ORDER BY s.name, s.id LIMIT $4
"""
)
COUNT_HELD = "SELECT count(*) FROM held_skill"
COUNT_LEDGER = "SELECT count(*) FROM ledger"
COUNT_WAITING_GRANTS = "SELECT count(*) FROM waiting_grant"


async def lock_holdings(conn: Connection, person_ids: Collection[str]) -> dict[str, Holdings]:
    """These persons' holdings, theirs alone to change until the end of the transaction.

    Locks in the order of the ids, so that two batches cannot wait for each other.
    """
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    await conn.execute(ENSURE_HOLDINGS, wanted)
    locked = await conn.fetch(LOCK_HOLDINGS, wanted)
    levels: dict[str, dict[str, int]] = defaultdict(dict)
    ends: dict[str, dict[str, datetime]] = defaultdict(dict)
    for person, skill, level, valid_until in await conn.fetch(HELD_LEVELS, wanted):
        levels[person][skill] = level
        if valid_until is not None:
            ends[person][skill] = valid_until
    marked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in await conn.fetch(PENDING_AND_REJECTED, wanted):
        marked[row["person_id"], row["state"]].add(row["skill_id"])
    return {
        person: Holdings(
            person_id=person,
            revision=revision,
            levels=levels[person],
            valid_until=ends[person],
            pending=frozenset(marked[person, "requested"]),
            rejected=frozenset(marked[person, "rejected"]),
        )
        for person, revision in locked
    }


async def save_revisions(conn: Connection, holdings: Iterable[Holdings]) -> None:
    """Writes how many decisions about each person were made."""
    await conn.executemany(SAVE_REVISION, [(h.person_id, h.revision) for h in holdings])


async def save_grants(conn: Connection, events: Sequence[HeldSkillEvent]) -> None:
    """Writes each change to the current state and, the same change, to the ledger."""
    held = [
        (e.person_id, e.skill_id, e.level, e.decided_at, e.evidence.kind, e.evidence.id, e.valid_until)
        for e in events
    ]
    await conn.executemany(SAVE_HELD, held)
    entries = [
        (
            *(e.person_id, e.skill_id, e.revision, kind_of(e), e.level),
            *(e.evidence.kind, e.evidence.id, e.decided_by, e.decided_at, e.valid_until),
        )
        for e in events
    ]
    await conn.executemany(ADD_LEDGER_ENTRY, entries)


async def save_removal(conn: Connection, removed: SkillRemoved | SkillExpired, evidence: Evidence) -> None:
    """Takes the skill from the current state and, the same change, writes it to the ledger."""
    names, why = (removed.person_id, removed.skill_id), (evidence.kind, evidence.id)
    await conn.execute(DROP_HELD, *names)
    signed = removed.decided_by, removed.decided_at
    reason = (removed.reason or None) if isinstance(removed, SkillRemoved) else None
    await conn.execute(ADD_REMOVAL, *names, removed.revision, kind_of(removed), *why, *signed, reason)


def kind_of(event: PersonSkillEvent) -> str:
    """The ledger's word for a change, as in ``entry.Kind``."""
    return event.TYPE.split(".")[1]


async def keep_waiting(conn: Connection, grants: Iterable[Grant], at: datetime) -> None:
    """Remembers awards of unknown skills; the same award is remembered once."""
    rows = [
        (g.person_id, g.skill_id, g.evidence.kind, g.evidence.id or "", g.level, g.by, at) for g in grants
    ]
    await conn.executemany(ADD_WAITING_GRANT, rows)


async def take_waiting(conn: Connection, skill_ids: Collection[str]) -> list[Grant]:
    """Removes and returns the awards that wait for these skills, oldest first."""
    return [_grant(row) for row in await conn.fetch(TAKE_WAITING_GRANTS, list(skill_ids))]


def _grant(row: asyncpg.Record) -> Grant:
    return Grant(row["person_id"], row["skill_id"], row["level"], evidence_of(row), row["actor"])


def evidence_of(row: asyncpg.Record) -> Evidence:
    return Evidence(kind=row["evidence_kind"], id=row["evidence_id"] or None)


async def list_held(
    conn: Connection, person_id: str, after: Sequence[str] | None, limit: int
) -> list[HeldSkill]:
    """What a person holds, by the skills' names, after (name, id)."""
    name, skill_id = after or (None, None)
    rows = await conn.fetch(LIST_HELD, person_id, name, skill_id, limit)
    return [HeldSkill(**row, evidence=evidence_of(row)) for row in rows]
