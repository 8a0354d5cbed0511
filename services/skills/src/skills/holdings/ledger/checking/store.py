"""Every SQL statement that compares what is held with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import asyncpg

from skills.holdings.ledger.checking.views import Difference, HeldState
from skills.holdings.ledger.store import _REPLAYED, _STATE
from skills.holdings.store import DROP_HELD
from skills.holdings.views import EvidenceView
from touchline_runtime.transaction import Connection

PERSONS_AFTER = """
SELECT person_id FROM person_holding WHERE $1::text IS NULL OR person_id > $1 ORDER BY person_id LIMIT $2
"""
HAS_LEDGER = "SELECT EXISTS (SELECT FROM person_holding WHERE person_id = $1)"
DIFFERENCES = (
    """
SELECT person_id, skill_id, h.level AS held_level, h.since AS held_since, h.level_since AS held_level_since,
    h.valid_until AS held_valid_until, h.evidence_kind AS held_evidence_kind,
    h.evidence_id AS held_evidence_id,
    r.level, r.since, r.level_since, r.valid_until, r.evidence_kind, r.evidence_id
FROM (SELECT * FROM held_skill WHERE person_id = ANY($1::text[])) h
FULL JOIN (
    SELECT p.id AS person_id,
"""
    + _STATE
    + "FROM (SELECT unnest($1::text[]) AS id, timestamptz 'infinity' AS at) p"
    + _REPLAYED
    + """
) r USING (person_id, skill_id)
WHERE (h.level, h.since, h.level_since, h.valid_until, h.evidence_kind, h.evidence_id)
    IS DISTINCT FROM (r.level, r.since, r.level_since, r.valid_until, r.evidence_kind, r.evidence_id)
ORDER BY person_id, skill_id
"""
)
PUT_HELD = """
INSERT INTO held_skill (person_id, skill_id, level, since, level_since, evidence_kind, evidence_id,
    valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (person_id, skill_id) DO UPDATE SET level = $3, since = $4, level_since = $5,
    evidence_kind = $6, evidence_id = $7, valid_until = $8
"""


_COLUMNS = ("level", "since", "level_since", "valid_until", "evidence_kind", "evidence_id")


async def persons_after(conn: Connection, person_id: str | None, limit: int) -> list[str]:
    """Persons about whose skills anything was decided, by id, after one of them."""
    return [row["person_id"] for row in await conn.fetch(PERSONS_AFTER, person_id, limit)]


async def has_ledger(conn: Connection, person_id: str) -> bool:
    """Whether anything about the person's skills was decided."""
    return bool(await conn.fetchval(HAS_LEDGER, person_id))


async def differences(conn: Connection, person_ids: Sequence[str]) -> list[Difference]:
    """Where what these persons hold is not what their ledgers come to, by person and skill."""
    return [
        Difference(
            person_id=row["person_id"],
            skill_id=row["skill_id"],
            held=_state(row, "held_"),
            replayed=_state(row, ""),
        )
        for row in await conn.fetch(DIFFERENCES, person_ids)
    ]


def _state(row: asyncpg.Record, prefix: str) -> HeldState | None:
    told = {name: row[prefix + name] for name in _COLUMNS}
    evidence = EvidenceView(kind=told.pop("evidence_kind") or "", id=told.pop("evidence_id"))
    return HeldState(**told, evidence=evidence) if told["since"] else None


async def put_replayed(conn: Connection, found: Iterable[Difference]) -> None:
    """Makes what is held what the ledger comes to."""
    for each in found:
        names = each.person_id, each.skill_id
        if (state := each.replayed) is None:
            await conn.execute(DROP_HELD, [each.person_id], [each.skill_id])
        else:
            when, why = (state.since, state.level_since), (state.evidence.kind, state.evidence.id)
            await conn.execute(PUT_HELD, *names, state.level, *when, *why, state.valid_until)
