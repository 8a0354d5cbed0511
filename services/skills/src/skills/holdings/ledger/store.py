"""Every SQL statement that reads the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from skills.holdings.store import _CALLED, evidence_of
from skills.holdings.views import HeldSkill, LedgerEntry, MemberSkill
from touchline_runtime.transaction import Connection

# A skill with those that were merged into it: their entries keep the ids that they were made with.
LIST_LEDGER = """
SELECT revision, skill_id, kind, level, valid_until, evidence_kind, evidence_id, actor, at, reason FROM ledger
WHERE person_id = $1
  AND ($2::text IS NULL OR skill_id IN (
        SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id) WHERE asked.id = $2))
  AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR evidence_kind = $4)
  AND ($5::text IS NULL OR actor = $5)
  AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
  AND ($8::bigint IS NULL OR revision < $8)
ORDER BY revision DESC LIMIT $9
"""
NOW = "SELECT now()"

# Transactions begin in one order and take a person's lock in another: revisions tell which came last.
# An entry with a level says what is held from then on, one without takes the skill away.
# LIMIT keeps the planner from reading all entries of a person once more to find three of each skill.
_REPLAYED = """
CROSS JOIN LATERAL (
    SELECT skill_id, max(revision) AS newest,
        max(revision) FILTER (WHERE kind = 'assigned') AS begun,
        max(revision) FILTER (WHERE kind IN ('assigned', 'level_changed')) AS graded
    FROM ledger WHERE person_id = p.id AND at <= p.at GROUP BY skill_id
) k
CROSS JOIN LATERAL (
    SELECT valid_until FROM ledger
    WHERE person_id = p.id AND revision = k.newest AND level IS NOT NULL LIMIT 1
) newest
CROSS JOIN LATERAL (SELECT at FROM ledger WHERE person_id = p.id AND revision = k.begun LIMIT 1) begun
CROSS JOIN LATERAL (SELECT * FROM ledger WHERE person_id = p.id AND revision = k.graded LIMIT 1) held
"""
_STATE = """
k.skill_id, held.level, begun.at AS since, held.at AS level_since, newest.valid_until, held.evidence_kind,
    held.evidence_id
"""
_NAMED = _REPLAYED + "JOIN skill s ON s.id = k.skill_id" + _CALLED
HELD_BY_PERSON_AT = (
    "SELECT s.name, l.name AS level_name,"
    + _STATE
    + "FROM (SELECT $1::text AS id, $2::timestamptz AS at) p"
    + _NAMED
    + """
WHERE (newest.valid_until IS NULL OR newest.valid_until > p.at)
  AND ($3::text IS NULL OR (s.name, s.id) > ($3, $4::text))
ORDER BY s.name, s.id LIMIT $5
"""
)
HELD_IN_TEAM_AT = (
    "SELECT p.id AS person_id, p.name AS person_name, s.name, l.name AS level_name,"
    + _STATE
    + """
FROM (
    SELECT id, name, $2::timestamptz AS at FROM person
    WHERE id IN (SELECT person_id FROM team_person WHERE team_id = $1 AND part = 'member')
      AND ($3::text IS NULL OR (name, id) >= ($3, $4::text))
) p
"""
    + _NAMED
    + """
WHERE (newest.valid_until IS NULL OR newest.valid_until > p.at)
  AND ($3::text IS NULL OR (p.name, p.id, s.name, s.id) > ($3, $4::text, $5::text, $6::text))
ORDER BY p.name, p.id, s.name, s.id LIMIT $7
"""
)


async def now(conn: Connection) -> datetime:
    """What time it is."""
    told: datetime = await conn.fetchval(NOW)
    return told


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to list; None does not restrict."""

    skill_id: str | None
    kind: str | None
    evidence_kind: str | None
    actor: str | None
    since: datetime | None
    before: datetime | None


async def list_ledger(
    conn: Connection, person_id: str, wanted: Filter, before: int | None, limit: int
) -> list[LedgerEntry]:
    """A person's ledger entries, newest first, before a revision."""
    rows = await conn.fetch(LIST_LEDGER, person_id, *astuple(wanted), before, limit)
    return [LedgerEntry(**row, evidence=evidence_of(row)) for row in rows]


async def held_by_person_at(
    conn: Connection, person_id: str, at: datetime, after: Sequence[str] | None, limit: int
) -> list[HeldSkill]:
    """What a person held at a moment, by the skills' names, after (name, id)."""
    rows = await conn.fetch(HELD_BY_PERSON_AT, person_id, at, *(after or (None, None)), limit)
    return [HeldSkill(**row, evidence=evidence_of(row)) for row in rows]


async def held_in_team_at(
    conn: Connection, team_id: str, at: datetime, after: Sequence[str] | None, limit: int
) -> list[MemberSkill]:
    """What today's members of a team held at a moment, by their names and the skills', after (person's name,
    person's id, skill's name, skill's id).
    """
    place = after or (None, None, None, None)
    rows = await conn.fetch(HELD_IN_TEAM_AT, team_id, at, *place, limit)
    return [MemberSkill(**row, evidence=evidence_of(row)) for row in rows]
