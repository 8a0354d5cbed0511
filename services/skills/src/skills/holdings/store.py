"""Every SQL statement about what persons hold, and the ledger of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import asyncpg

from skills.holdings.holdings import Grant, Holdings
from skills.holdings.ledger.entry import kind_of
from skills.holdings.views import HeldSkill
from touchline_contracts.skills import Evidence, HeldSkillEvent, PersonSkillEvent, SkillExpired, SkillRemoved
from touchline_runtime.transaction import Connection

Removal = tuple[SkillRemoved | SkillExpired, Evidence]
"""The end of something held, and the evidence for it."""

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
SELECT person_id, coalesce(known.skill_id, asked.skill_id) AS skill_id, state FROM (
    SELECT person_id, skill_id, 'requested' AS state FROM proposal
    WHERE person_id = ANY($1::text[]) AND state = 'requested'
    UNION ALL SELECT person_id, skill_id, 'rejected' FROM rejection WHERE person_id = ANY($1::text[])
) asked LEFT JOIN skill_alias known ON known.id = asked.skill_id
"""
SAVE_REVISIONS = """
UPDATE person_holding p SET revision = saved.revision
FROM unnest($1::text[], $2::bigint[]) AS saved (person_id, revision) WHERE p.person_id = saved.person_id
"""
# Since when and why is about the level: another end leaves them.
SAVE_HELD = """
INSERT INTO held_skill AS h (person_id, skill_id, level, since, level_since, evidence_kind, evidence_id,
    valid_until)
SELECT person_id, skill_id, level, at, at, kind, id, valid_until FROM unnest(
    $1::text[], $2::text[], $3::integer[], $4::timestamptz[], $5::text[], $6::text[], $7::timestamptz[]
) AS t (person_id, skill_id, level, at, kind, id, valid_until)
ON CONFLICT (person_id, skill_id) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until,
    level_since = CASE WHEN h.level = excluded.level THEN h.level_since ELSE excluded.level_since END,
    evidence_kind = CASE WHEN h.level = excluded.level THEN h.evidence_kind ELSE excluded.evidence_kind END,
    evidence_id = CASE WHEN h.level = excluded.level THEN h.evidence_id ELSE excluded.evidence_id END
"""
ADD_LEDGER_ENTRIES = """
INSERT INTO ledger (person_id, skill_id, revision, kind, evidence_kind, evidence_id, actor, at, level,
    valid_until, reason)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::integer[], $10::timestamptz[], $11::text[])
"""
# Arrays first: a join alone, of hundreds of pairs, would read all that is held.
DROP_HELD = """
DELETE FROM held_skill WHERE person_id = ANY($1::text[])
  AND skill_id = ANY(ARRAY(SELECT DISTINCT unnest($2::text[])))
  AND (person_id, skill_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
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
    await conn.execute(SAVE_REVISIONS, *_columns([(h.person_id, h.revision) for h in holdings], 2))


async def save_grants(conn: Connection, events: Sequence[HeldSkillEvent]) -> None:
    """Writes each change to the current state and, the same change, to the ledger."""
    await conn.execute(SAVE_HELD, *_columns(list(_as_held(events).values()), 7))
    entries = [(*_entry(e, e.evidence), e.level, e.valid_until, None) for e in events]
    await conn.execute(ADD_LEDGER_ENTRIES, *_columns(entries, 11))


async def save_removals(conn: Connection, removals: Sequence[Removal]) -> None:
    """Takes the skills from the current state and, the same changes, writes them to the ledger."""
    await conn.execute(DROP_HELD, *_columns([(e.person_id, e.skill_id) for e, _ in removals], 2))
    entries = [
        (*_entry(e, why), None, None, (e.reason or None) if isinstance(e, SkillRemoved) else None)
        for e, why in removals
    ]
    await conn.execute(ADD_LEDGER_ENTRIES, *_columns(entries, 11))


def _as_held(events: Iterable[HeldSkillEvent]) -> dict[tuple[str, str], tuple[object, ...]]:
    """What is held by the newest event of each person and skill, on the evidence that set its level."""
    held: dict[tuple[str, str], tuple[object, ...]] = {}
    for e in events:
        pair = e.person_id, e.skill_id
        before = held.get(pair)
        evidence = before[4:6] if before and before[2] == e.level else (e.evidence.kind, e.evidence.id)
        held[pair] = (*pair, e.level, e.decided_at, *evidence, e.valid_until)
    return held


def _entry(event: PersonSkillEvent, evidence: Evidence) -> tuple[object, ...]:
    names = event.person_id, event.skill_id, event.revision
    return *names, kind_of(event), evidence.kind, evidence.id, event.decided_by, event.decided_at


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    """Rows as arrays, one a column, also where there are none."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


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
