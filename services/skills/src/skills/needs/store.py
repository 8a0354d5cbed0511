"""Every SQL statement about the skills that a team's tasks call for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from touchline_runtime.transaction import Connection

DAYS = 90
"""How far back tasks are counted."""
# What is open is so whenever it was opened: the day infinity sums up all days.
NEEDS = """
WITH figure AS (
    SELECT team_id, skill_id, day, inferred, opened, finished FROM task_figure
    WHERE team_id = ANY($1::text[]) AND skill_id > ''
      AND day >= (now() AT TIME ZONE 'UTC')::date - $2::integer
    UNION ALL
    SELECT team_id, skill_id, counted_day, inferred, opened, finished FROM task_delta
    CROSS JOIN LATERAL unnest(ARRAY[day, 'infinity']) AS counted_day
    WHERE team_id = ANY($1) AND skill_id > ''
      AND counted_day >= (now() AT TIME ZONE 'UTC')::date - $2
),
need AS (
    SELECT f.team_id, a.skill_id,
        coalesce(sum(f.opened) FILTER (WHERE f.day < 'infinity'), 0)::bigint AS tasks,
        coalesce(sum(f.opened - f.finished) FILTER (WHERE f.day = 'infinity'), 0)::bigint AS open,
        coalesce(sum(f.opened) FILTER (WHERE f.day < 'infinity' AND NOT f.inferred), 0) = 0 AS inferred
    FROM figure f JOIN skill_alias a ON a.id = f.skill_id
    GROUP BY f.team_id, a.skill_id
)
SELECT * FROM need WHERE tasks > 0 ORDER BY team_id, tasks DESC, skill_id
"""


class Need(NamedTuple):
    """A skill that a team's tasks call for. ``tasks``: opened in the last 90 days; ``open``: open now.
    ``inferred``: none of those tasks names the skill; it was inferred from their texts.
    """

    skill_id: str
    tasks: int
    open: int
    inferred: bool


async def needs(conn: Connection, team_ids: Sequence[str]) -> dict[str, list[Need]]:
    """What each team's tasks call for, the most frequent first; a skill by the id that it has today.

    A team without such tasks has an empty list. A task that names two skills merged since counts twice.
    """
    found: dict[str, list[Need]] = {team_id: [] for team_id in team_ids}
    for team_id, *need in await conn.fetch(NEEDS, team_ids, DAYS):
        found[team_id].append(Need(*need))
    return found
