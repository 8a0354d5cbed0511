"""Every SQL statement that reads predictions that were not proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from touchline_runtime.transaction import Connection

LIST_IGNORED = """
SELECT prediction_id, person_id, skill_id, reason, at FROM ignored_prediction i
WHERE ($1::text IS NULL OR reason = $1) AND ($2::text IS NULL OR person_id = $2)
  AND ($3::text IS NULL OR skill_id = $3 OR skill_id IN (
        SELECT known.id FROM skill_alias asked JOIN skill_alias known USING (skill_id) WHERE asked.id = $3))
  AND ($4::text[] IS NULL OR EXISTS (
        SELECT FROM team_person t
        WHERE t.person_id = i.person_id AND t.part = 'member' AND t.team_id = ANY($4)))
  AND ($5::text IS NULL OR EXISTS (
        SELECT FROM team_person t
        WHERE t.person_id = i.person_id AND t.part = 'member' AND t.team_id = $5))
  AND ($6::timestamptz IS NULL OR (at, prediction_id) < ($6, $7::text))
ORDER BY at DESC, prediction_id DESC LIMIT $8
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which to list; None does not restrict. ``scope``: teams that the caller may see."""

    reason: str | None
    person_id: str | None
    skill_id: str | None
    scope: Sequence[str] | None
    team_id: str | None


async def list_ignored(
    conn: Connection, wanted: Filter, before: tuple[datetime, str] | None, limit: int
) -> list[asyncpg.Record]:
    """Ignored predictions newest first, before (at, prediction_id)."""
    names = wanted.reason, wanted.person_id, wanted.skill_id, wanted.scope, wanted.team_id
    return await conn.fetch(LIST_IGNORED, *names, *(before or (None, None)), limit)
