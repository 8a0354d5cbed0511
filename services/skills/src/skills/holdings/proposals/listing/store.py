"""Every SQL statement that lists proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skills.holdings.proposals.store import _PROPOSAL, view_of
from skills.holdings.proposals.views import ProposalView
from touchline_runtime.transaction import Connection

_LIST = (
    _PROPOSAL
    + """
WHERE ($1::text IS NULL OR (
        state = CASE $1 WHEN 'merged' THEN 'lifted' ELSE $1 END
        AND (merged_into IS NOT NULL) = ($1 = 'merged')))
  AND ($2::text IS NULL OR person_id = $2)
  AND ($3::text[] IS NULL OR EXISTS (
        SELECT FROM team_person t
        WHERE t.person_id = p.person_id AND t.part = 'member' AND t.team_id = ANY($3)))
  AND ($4::text IS NULL OR EXISTS (
        SELECT FROM team_person t
        WHERE t.person_id = p.person_id AND t.part = 'member' AND t.team_id = $4))
  AND ($5::text IS NULL OR skill_id = $5 OR skill_id IN (
        SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id) WHERE asked.id = $5))
  AND ($6::float8 IS NULL OR confidence >= $6)
  AND ($7::text IS NULL OR decided_by = $7)
"""
)
LIST_NEWEST = f"""{_LIST}
  AND ($8::timestamptz IS NULL OR (requested_at, id) < ($8, $9::text))
ORDER BY requested_at DESC, id DESC LIMIT $10
"""
LIST_SUREST = f"""{_LIST}
  AND ($8::float8 IS NULL OR (confidence, id) < ($8, $9::text))
ORDER BY confidence DESC, id DESC LIMIT $10
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals to list; None does not restrict. ``scope``: teams that the caller may see."""

    state: str | None
    person_id: str | None
    scope: Sequence[str] | None
    team_id: str | None
    skill_id: str | None
    min_confidence: float | None
    decided_by: str | None


async def list_newest(
    conn: Connection, wanted: Filter, before: tuple[datetime, str] | None, limit: int
) -> list[ProposalView]:
    """Proposals newest first, before (requested_at, id)."""
    return await _list(conn, LIST_NEWEST, wanted, before, limit)


async def list_surest(
    conn: Connection, wanted: Filter, before: tuple[float, str] | None, limit: int
) -> list[ProposalView]:
    """Proposals by confidence, the highest first, before (confidence, id)."""
    return await _list(conn, LIST_SUREST, wanted, before, limit)


async def _list(
    conn: Connection,
    statement: str,
    wanted: Filter,
    before: tuple[datetime | float, str] | None,
    limit: int,
) -> list[ProposalView]:
    who = wanted.state, wanted.person_id, wanted.scope, wanted.team_id
    what = wanted.skill_id, wanted.min_confidence, wanted.decided_by
    rows = await conn.fetch(statement, *who, *what, *(before or (None, None)), limit)
    return [view_of(row) for row in rows]
