"""Every SQL statement about the coverage of teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from skills.coverage.coverage import Counted
from touchline_runtime.transaction import Connection

# Team by team, for the sums of one team are so few that they stay in the processor's cache: one pass over all
# teams takes almost three times as long. What was not folded yet is one row a team: it is read once, not for
# each. What is held is looked up person by person: the planner would read it all for a few of them.
COVERAGE = """
WITH tag AS MATERIALIZED (
    SELECT a.id, a.skill_id FROM skill_alias a JOIN skill s ON s.id = a.skill_id AND s.retired_at IS NULL
),
fresh AS MATERIALIZED (
    SELECT d.team_id, array_agg(d.skill_id) AS skill_ids, array_agg(d.opened) AS opened,
        array_agg(CASE WHEN d.inferred THEN d.opened ELSE 0 END) AS inferred
    FROM task_delta d CROSS JOIN need_window w
    WHERE d.team_id = ANY($1::text[]) AND d.day >= w.first_day GROUP BY d.team_id
),
member AS MATERIALIZED (
    SELECT t.team_id, array_agg(t.person_id) AS ids FROM team_person t JOIN person p ON p.id = t.person_id
    WHERE t.team_id = ANY($1) AND t.part = 'member' AND p.active GROUP BY t.team_id
)
SELECT t.id, t.name, coalesce(cardinality(m.ids), 0), c.*
FROM team t LEFT JOIN fresh f ON f.team_id = t.id LEFT JOIN member m ON m.team_id = t.id
CROSS JOIN LATERAL (
    SELECT count(*) AS needs, count(*) FILTER (WHERE holders > 0) AS held,
        count(*) FILTER (WHERE holders = 1) AS held_by_one, coalesce(sum(tasks), 0)::bigint AS calls,
        coalesce(sum(tasks) FILTER (WHERE holders > 0), 0)::bigint AS calls_held,
        coalesce(sum(inferred), 0)::bigint AS calls_inferred,
        coalesce(sum(holders), 0)::bigint AS pairs_held
    FROM (
        SELECT sum(tasks) AS tasks, sum(inferred) AS inferred, sum(holders) AS holders FROM (
            SELECT tag.skill_id, n.opened::int AS tasks, n.inferred::int AS inferred, 0 AS holders
            FROM team_need n JOIN tag ON tag.id = n.skill_id WHERE n.team_id = t.id
            UNION ALL
            SELECT tag.skill_id, d.opened, d.inferred, 0
            FROM unnest(f.skill_ids, f.opened, f.inferred) AS d (skill_id, opened, inferred)
            JOIN tag ON tag.id = d.skill_id
            UNION ALL
            SELECT skill_id, 0, 0, 1 FROM held_skill WHERE person_id = ANY(m.ids)
        ) part GROUP BY skill_id HAVING sum(tasks) > 0
    ) needed
) c
WHERE t.id = ANY($1)
ORDER BY t.name, t.id
"""
ACTIVE_TEAMS = """
SELECT coalesce(array_agg(id), '{}') FROM team WHERE active AND ($1::text[] IS NULL OR id = ANY($1))
"""
TEAMS_BY_NAME = """
SELECT id FROM team
WHERE active AND ($1::text[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR (name, id) > ($2, $3::text))
ORDER BY name, id LIMIT $4
"""
TEAMS_OF = """
SELECT coalesce(array_agg(DISTINCT m.team_id), '{}')
FROM team_person m JOIN team t ON t.id = m.team_id AND t.active
WHERE m.person_id = ANY($1::text[]) AND m.part = 'member' AND ($2::text[] IS NULL OR m.team_id = ANY($2))
"""


class OfTeam(NamedTuple):
    """A team with what was counted of it."""

    team_id: str
    name: str
    counted: Counted


async def coverage(conn: Connection, team_ids: Sequence[str]) -> list[OfTeam]:
    """Those of the teams that are known, by name."""
    rows = await conn.fetch(COVERAGE, team_ids)
    return [OfTeam(id, name, Counted(*counted)) for id, name, *counted in rows]


async def active_teams(conn: Connection, among: Sequence[str] | None) -> list[str]:
    """The teams that are active, of these or of all."""
    found: list[str] = await conn.fetchval(ACTIVE_TEAMS, among)
    return found


async def teams_by_name(
    conn: Connection, among: Sequence[str] | None, after: tuple[str, str] | None, limit: int
) -> list[str]:
    """The teams that are active, of these or of all, after this name and id."""
    rows = await conn.fetch(TEAMS_BY_NAME, among, *(after or (None, None)), limit)
    return [row["id"] for row in rows]


async def teams_of(conn: Connection, person_ids: Sequence[str], among: Sequence[str] | None) -> list[str]:
    """The active teams of which one of these persons is a member, of these or of all."""
    found: list[str] = await conn.fetchval(TEAMS_OF, person_ids, among)
    return found
