"""Every SQL statement about gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from skills.gaps.gap import Need, Step
from skills.matrix.levels.store import Asked
from touchline_runtime.transaction import Connection

# What is held is looked up person by person: the planner would read it all for a few of them.
NEEDS = """
WITH member AS MATERIALIZED (
    SELECT t.team_id, t.person_id FROM team_person t JOIN person p ON p.id = t.person_id
    WHERE t.team_id = ANY($1::text[]) AND t.part = 'member' AND p.active
),
asked AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::int[]) AS asked (skill_id, low, high)
),
holder AS (
    SELECT m.team_id, h.skill_id, array_agg(h.level ORDER BY h.level) AS levels
    FROM member m CROSS JOIN LATERAL (
        SELECT skill_id, level FROM held_skill WHERE person_id = m.person_id OFFSET 0
    ) h LEFT JOIN asked USING (skill_id)
    WHERE $2 IS NULL OR h.level BETWEEN asked.low AND asked.high
    GROUP BY m.team_id, h.skill_id
),
total AS (
    SELECT team_id, sum(opened)::bigint AS tasks FROM (
        SELECT team_id, opened FROM team_need WHERE team_id = ANY($1) AND skill_id = ''
        UNION ALL
        SELECT team_id, opened FROM task_delta CROSS JOIN need_window
        WHERE team_id = ANY($1) AND skill_id = '' AND day >= first_day
    ) AS counted GROUP BY team_id
)
SELECT n.team_id, n.skill_id, s.name, n.tasks, n.inferred, n.open, coalesce(total.tasks, 0),
    coalesce(m.members, 0), coalesce(h.levels, '{}'), s.level_type_id
FROM need n JOIN skill s ON s.id = n.skill_id
LEFT JOIN total ON total.team_id = n.team_id
LEFT JOIN (SELECT team_id, count(*) AS members FROM member GROUP BY team_id) m ON m.team_id = n.team_id
LEFT JOIN holder h ON h.team_id = n.team_id AND h.skill_id = n.skill_id
WHERE n.team_id = ANY($1) AND ($2 IS NULL OR n.skill_id IN (SELECT skill_id FROM asked))
"""
STEPS = "SELECT level_type_id, value, name FROM level ORDER BY level_type_id, value"
MEMBERSHIPS = """
SELECT t.team_id, t.person_id FROM team_person t
JOIN person p ON p.id = t.person_id AND p.active JOIN team ON team.id = t.team_id AND team.active
WHERE t.part = 'member' AND ($1::text[] IS NULL OR t.team_id = ANY($1))
  AND ($2::text IS NULL OR t.person_id = $2)
  AND ($3::text IS NULL OR (t.team_id, t.person_id) > ($3, $4::text))
ORDER BY t.team_id, t.person_id LIMIT $5
"""
HELD = "SELECT person_id, skill_id, level FROM held_skill WHERE person_id = ANY($1::text[])"
IS_PERSON = "SELECT EXISTS (SELECT FROM person WHERE id = $1)"


class Membership(NamedTuple):
    """An active member of an active team."""

    team_id: str
    person_id: str


async def needs(conn: Connection, team_ids: Sequence[str], asked: Asked) -> dict[str, list[Need]]:
    """What the tasks of each team call for, with who holds it, of the skills and levels asked for."""
    types: defaultdict[str, list[Step]] = defaultdict(list)
    for level_type_id, value, name in await conn.fetch(STEPS):
        types[level_type_id].append(Step(value, name))
    found: dict[str, list[Need]] = {team_id: [] for team_id in team_ids}
    for *need, levels, level_type_id in await conn.fetch(NEEDS, team_ids, *asked):
        found[need[0]].append(Need._make((*need, tuple(levels), tuple(types[level_type_id]))))
    return found


async def memberships(
    conn: Connection,
    among: Sequence[str] | None,
    person_id: str | None,
    after: Membership | None,
    limit: int,
) -> list[Membership]:
    """Members of these teams or of all, by team and person; of one person where that is asked for."""
    rows = await conn.fetch(MEMBERSHIPS, among, person_id, *(after or (None, None)), limit)
    return [Membership(*row) for row in rows]


async def held(conn: Connection, person_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """The level at which a person holds a skill."""
    rows = await conn.fetch(HELD, person_ids)
    return {(person_id, skill_id): level for person_id, skill_id, level in rows}


async def is_person(conn: Connection, person_id: str) -> bool:
    """Whether the person is known."""
    found: bool = await conn.fetchval(IS_PERSON, person_id)
    return found
