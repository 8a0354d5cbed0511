"""Every SQL statement of the overview skill by skill."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from asyncpg import Record

from skills.overview.scope import Scope
from touchline_runtime.transaction import Connection

# By name a page is known before anything is counted: nothing is, but for what it shows.
_PARTS = """
WITH RECURSIVE people AS (
    SELECT id FROM person WHERE active AND ($1::text[] IS NULL OR id IN (
        SELECT person_id FROM team_person WHERE team_id = ANY($1) AND part = 'member'))
),
listed AS (
    SELECT id, name, parent_id FROM skill
    WHERE merged_into IS NULL AND (NOT $5::boolean OR parent_id IS NOT DISTINCT FROM $6::text)
      AND ($7::text <> 'name' OR $9::float8 IS NULL OR (name, id) > ($10::text, $11::text))
    ORDER BY name, id LIMIT CASE $7 WHEN 'name' THEN $12::bigint END
),
top AS MATERIALIZED (
    SELECT s.id AS skill_id, max(l.value) AS value FROM skill s JOIN level l USING (level_type_id)
    GROUP BY s.id HAVING count(*) > 1
),
"""
# Nobody holds a skill twice.
_EACH_ALONE = """
part AS (SELECT id AS root, id FROM listed),
graded AS (
    SELECT skill_id, level, count(*) AS holders FROM held_skill
    WHERE skill_id = ANY(ARRAY(SELECT id FROM listed)) AND person_id IN (SELECT id FROM people)
    GROUP BY skill_id, level
),
holders AS (
    SELECT g.skill_id AS root, sum(holders)::bigint AS users,
        sum(holders) FILTER (WHERE g.level >= top.value)::bigint AS experts
    FROM graded g LEFT JOIN top USING (skill_id) GROUP BY g.skill_id
),
"""
# Of skills with others below, a person's are one string of bits: which of them the person holds, then which
# at the highest level. Counting persons skill by skill would go through everything held once a generation.
# DISTINCT ON tells the planner that ids are unique: it then hashes these few rows, not all that is held.
_WITH_ALL_BELOW = """
part AS (
    SELECT id AS root, id FROM listed
    UNION
    SELECT p.root, s.id FROM part p JOIN skill s ON s.parent_id = p.id WHERE s.merged_into IS NULL
),
branch AS MATERIALIZED (
    SELECT root, row_number() OVER ()::integer - 1 AS bit, count(*) OVER ()::integer AS size
    FROM part GROUP BY root HAVING count(*) > 1
),
mask AS MATERIALIZED (
    SELECT DISTINCT ON (part.id) part.id AS skill_id, top.value AS top, bit_or(set_bit(none, bit, 1)) AS held,
        bit_or(set_bit(set_bit(none, bit, 1), size + bit, 1)) AS mastered
    FROM part JOIN branch USING (root) LEFT JOIN top ON top.skill_id = part.id
    CROSS JOIN LATERAL (SELECT repeat('0', 2 * size)::varbit AS none)
    GROUP BY part.id, top.value
),
holder AS MATERIALIZED (
    SELECT bit_or(CASE WHEN h.level >= m.top THEN m.mastered ELSE m.held END) AS bits
    FROM held_skill h JOIN mask m USING (skill_id) WHERE h.person_id IN (SELECT id FROM people)
    GROUP BY h.person_id
),
graded AS (
    SELECT skill_id, level, count(*) AS holders FROM held_skill
    WHERE skill_id = ANY(ARRAY(SELECT id FROM listed EXCEPT SELECT root FROM branch))
      AND person_id IN (SELECT id FROM people)
    GROUP BY skill_id, level
),
holders AS (
    SELECT root, count(*) FILTER (WHERE get_bit(bits, bit) = 1) AS users,
        count(*) FILTER (WHERE get_bit(bits, size + bit) = 1) AS experts
    FROM branch CROSS JOIN holder GROUP BY root
    UNION ALL
    SELECT g.skill_id, sum(holders)::bigint, sum(holders) FILTER (WHERE g.level >= top.value)::bigint
    FROM graded g LEFT JOIN top USING (skill_id) GROUP BY g.skill_id
),
"""
# By tag and team, so that the days before the first are never read. All time is the day infinity.
_FIGURES = """
tag AS MATERIALIZED (
    SELECT id, skill_id FROM skill_alias WHERE skill_id IN (SELECT id FROM part)
),
figure AS MATERIALIZED (
    SELECT a.skill_id, f.* FROM unnest($2::text[]) AS team CROSS JOIN tag a CROSS JOIN LATERAL (
        SELECT kind, sum(opened) FILTER (WHERE day < 'infinity') AS opened,
            sum(opened) FILTER (WHERE day < 'infinity' AND inferred) AS inferred,
            sum(resolved) FILTER (WHERE day < 'infinity') AS resolved,
            sum(seconds) FILTER (WHERE day < 'infinity') AS seconds,
            sum(opened - finished) FILTER (WHERE day = 'infinity') AS open
        FROM task_figure
        WHERE team_id = team AND skill_id = a.id AND day >= $3::date AND kind = ANY($4::text[])
        GROUP BY kind
    ) f
    UNION ALL
    SELECT a.skill_id, d.kind, sum(d.opened) FILTER (WHERE d.day >= $3),
        sum(d.opened) FILTER (WHERE d.day >= $3 AND d.inferred), sum(d.resolved) FILTER (WHERE d.day >= $3),
        sum(d.seconds) FILTER (WHERE d.day >= $3), sum(d.opened - d.finished)
    FROM task_delta d JOIN tag a ON a.id = d.skill_id
    WHERE ($2 = ARRAY[''] OR d.team_id = ANY($2)) AND d.kind = ANY($4)
    GROUP BY a.skill_id, d.kind
),
work_by_kind AS (
    SELECT part.root, f.kind, coalesce(sum(f.opened), 0)::bigint AS opened,
        coalesce(sum(f.inferred), 0)::bigint AS inferred, coalesce(sum(f.resolved), 0)::bigint AS resolved,
        coalesce(sum(f.seconds), 0)::bigint AS seconds, coalesce(sum(f.open), 0)::bigint AS open
    FROM part JOIN figure f ON f.skill_id = part.id GROUP BY part.root, f.kind
),
work AS (
    SELECT root, sum(opened)::bigint AS opened, sum(inferred) AS inferred, sum(open)::bigint AS open,
        array_agg(kind) AS kinds, array_agg(resolved) AS resolved, array_agg(seconds) AS seconds,
        CASE WHEN cardinality($4) = 1 THEN sum(seconds) / nullif(sum(resolved), 0) END AS mean
    FROM work_by_kind GROUP BY root
),
row AS (
    SELECT s.id AS skill_id, s.name, s.parent_id,
        EXISTS (SELECT FROM skill c WHERE c.parent_id = s.id AND c.merged_into IS NULL) AS has_children,
        coalesce(h.users, 0) AS users,
        coalesce(h.users, 0)::float8 / nullif((SELECT count(*) FROM people), 0) AS coverage,
        coalesce(h.experts, 0) AS experts,
        coalesce(w.open, 0) AS open, coalesce(w.opened, 0) AS opened,
        coalesce(w.inferred, 0)::float8 / nullif(w.opened, 0) AS inferred,
        coalesce(w.kinds, '{}') AS kinds, coalesce(w.resolved, '{}') AS resolved,
        coalesce(w.seconds, '{}') AS seconds, w.mean
    FROM listed s LEFT JOIN work w ON w.root = s.id LEFT JOIN holders h ON h.root = s.id
),
ordered AS (
    SELECT *, coalesce((CASE WHEN $8::boolean THEN 1 ELSE -1 END) * CASE $7::text
        WHEN 'name' THEN 0 WHEN 'users' THEN users WHEN 'coverage' THEN coverage WHEN 'experts' THEN experts
        WHEN 'tasks' THEN opened WHEN 'open' THEN open WHEN 'mttr' THEN mean END::float8,
        'infinity') AS place
    FROM row
)
SELECT * FROM ordered
WHERE $9::float8 IS NULL OR (place, name, skill_id) > ($9, $10::text, $11::text)
ORDER BY place, name, skill_id LIMIT $12
"""
SKILLS = _PARTS + _EACH_ALONE + _FIGURES
SKILLS_ROLLED_UP = _PARTS + _WITH_ALL_BELOW + _FIGURES


class Wanted(NamedTuple):
    """Which skills, with the tasks since when, in which order. ``level``: only those right below
    ``parent_id``, or below none.
    """

    since: date
    level: bool
    parent_id: str | None
    roll_up: bool
    order: str
    ascending: bool


class Place(NamedTuple):
    """Where a page ended. ``key`` is what the order goes by; what has no figure stands last."""

    key: float
    name: str
    skill_id: str


async def skills(
    conn: Connection, scope: Scope, wanted: Wanted, after: Place | None, limit: int
) -> list[Record]:
    """The skills after the place."""
    return await conn.fetch(
        SKILLS_ROLLED_UP if wanted.roll_up else SKILLS,
        *(scope.teams, scope.figures, wanted.since, scope.kinds),
        *(wanted.level, wanted.parent_id, wanted.order, wanted.ascending),
        *(after or (None, None, None)),
        limit,
    )
