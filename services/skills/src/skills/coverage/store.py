"""Every SQL statement about the coverage of teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from skills.coverage.coverage import Counted
from touchline_runtime.transaction import Connection

# What is held is looked up person by person: the planner would read it all for a few of them. It is added
# up together with what is needed, in one pass: to sum up both and join them takes half as long again.
COVERAGE = """
WITH member AS MATERIALIZED (
    SELECT t.team_id, t.person_id FROM team_person t JOIN person p ON p.id = t.person_id
    WHERE t.team_id = ANY($1::text[]) AND t.part = 'member' AND p.active
),
part AS (
    SELECT n.team_id, a.skill_id, n.opened::int AS tasks, n.inferred::int AS inferred, 0 AS holders
    FROM team_need n JOIN skill_alias a ON a.id = n.skill_id WHERE n.team_id = ANY($1)
    UNION ALL
    SELECT d.team_id, a.skill_id, d.opened, CASE WHEN d.inferred THEN d.opened ELSE 0 END, 0
    FROM task_delta d CROSS JOIN need_window w JOIN skill_alias a ON a.id = d.skill_id
    WHERE d.team_id = ANY($1) AND d.day >= w.first_day
    UNION ALL
    SELECT m.team_id, h.skill_id, 0, 0, 1 FROM member m CROSS JOIN LATERAL (
        SELECT skill_id FROM held_skill WHERE person_id = m.person_id OFFSET 0
    ) h
),
needed AS (
    SELECT team_id, skill_id, sum(tasks) AS tasks, sum(inferred) AS inferred, sum(holders) AS holders
    FROM part GROUP BY team_id, skill_id HAVING sum(tasks) > 0
),
counted AS (
    SELECT n.team_id, count(*) AS needs, count(*) FILTER (WHERE n.holders > 0) AS held,
        count(*) FILTER (WHERE n.holders = 1) AS held_by_one, sum(n.tasks)::bigint AS calls,
        coalesce(sum(n.tasks) FILTER (WHERE n.holders > 0), 0)::bigint AS calls_held,
        sum(n.inferred)::bigint AS calls_inferred, sum(n.holders)::bigint AS pairs_held
    FROM needed n JOIN skill s ON s.id = n.skill_id AND s.retired_at IS NULL
    GROUP BY n.team_id
)
SELECT t.id, t.name, coalesce(m.members, 0), coalesce(c.needs, 0), coalesce(c.held, 0),
    coalesce(c.held_by_one, 0), coalesce(c.calls, 0), coalesce(c.calls_held, 0),
    coalesce(c.calls_inferred, 0), coalesce(c.pairs_held, 0)
FROM team t
LEFT JOIN (SELECT team_id, count(*) AS members FROM member GROUP BY team_id) m ON m.team_id = t.id
LEFT JOIN counted c ON c.team_id = t.id
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
