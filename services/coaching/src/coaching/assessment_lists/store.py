"""Every statement that lists assessments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from coaching.assessments.assessment import Assessment
from coaching.assessments.store import assessment_of
from touchline_runtime.transaction import Connection

AFTER = """
select * from assessment
where ($1::text[] is null or team_id = any($1) or coach_id = $2::text or trainee_id = $2)
  and ($3::text is null or state = $3) and ($4::text is null or team_id = $4)
  and ($5::text is null or trainee_id = $5) and ($6::text is null or coach_id = $6)
  and ($7::text is null or task_number = $7) and ($8::text is null or opportunity_id = $8)
  and ($9::timestamptz is null or due_at < $9)
  and ($10::timestamptz is null or (due_at, id) > ($10, $11::text))
order by due_at, id limit $12
"""


class Filter(NamedTuple):
    """What a list shows; None leaves it open. ``due_before`` is exclusive."""

    state: str | None = None
    team: str | None = None
    trainee: str | None = None
    coach: str | None = None
    task: str | None = None
    opportunity: str | None = None
    due_before: datetime | None = None


async def after(
    conn: Connection,
    teams: Sequence[str] | None,
    person_id: str,
    shown: Filter,
    place: tuple[datetime, str] | None,
    limit: int,
) -> list[Assessment]:
    """Assessments of these teams (None: of all), and those that the person coaches or is coached in,
    the first due first.
    """
    rows = await conn.fetch(AFTER, teams, person_id, *shown, *(place or (None, None)), limit)
    return [assessment_of(row) for row in rows]
