"""Every SQL statement of the overview skill by skill."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from asyncpg import Record

from skills.overview.holders.store import _GRADED, _PEOPLE, _TOP, COUNT_PEOPLE
from skills.overview.scope import Scope
from touchline_runtime.transaction import Connection

# By name a page is known before anything is counted: nothing is, but for what it shows.
_LISTED = (
    "WITH RECURSIVE"
    + _PEOPLE
    + """
listed AS (
    SELECT id, name, parent_id FROM skill
    WHERE merged_into IS NULL AND (NOT $5::boolean OR parent_id IS NOT DISTINCT FROM $6::text)
      AND ($7::text <> 'name' OR $9::float8 IS NULL OR (name, id) > ($10::text, $11::text))
    ORDER BY name, id LIMIT CASE $7 WHEN 'name' THEN $12::bigint END
),
"""
)
_EACH_ALONE = "part AS (SELECT id AS root, id FROM listed),"
_WITH_ALL_BELOW = """
part AS (
    SELECT id AS root, id FROM listed
    UNION
    SELECT p.root, s.id FROM part p JOIN skill s ON s.parent_id = p.id WHERE s.merged_into IS NULL
),
"""
_HOLDERS = (
    "asked AS MATERIALIZED (SELECT DISTINCT id FROM part),"
    + _GRADED
    + _TOP
    + """
set_of_skill AS MATERIALIZED (
    SELECT g.skill_id, g.block, bit_or(g.holders) AS users,
        bit_or(g.holders) FILTER (WHERE g.level >= top.value) AS experts
    FROM graded g LEFT JOIN top USING (skill_id) GROUP BY g.skill_id, g.block
),
holders AS MATERIALIZED (
    SELECT s.root, sum(bit_count(s.users & p.persons))::bigint AS users,
        sum(bit_count(s.experts & p.persons))::bigint AS experts
    FROM (
        SELECT part.root, one.block, bit_or(one.users) AS users, bit_or(one.experts) AS experts
        FROM part JOIN set_of_skill one ON one.skill_id = part.id GROUP BY part.root, one.block
    ) s JOIN people p USING (block) GROUP BY s.root
),
persons AS MATERIALIZED ("""
    + COUNT_PEOPLE
    + "),"
)
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
work AS MATERIALIZED (
    SELECT root, sum(opened)::bigint AS opened, sum(inferred) AS inferred, sum(open)::bigint AS open,
        array_agg(kind) AS kinds, array_agg(resolved) AS resolved, array_agg(seconds) AS seconds,
        CASE WHEN cardinality($4) = 1 THEN sum(seconds) / nullif(sum(resolved), 0) END AS mean
    FROM work_by_kind GROUP BY root
),
row AS (
    SELECT s.id AS skill_id, s.name, s.parent_id,
        EXISTS (SELECT FROM skill c WHERE c.parent_id = s.id AND c.merged_into IS NULL) AS has_children,
        coalesce(h.users, 0) AS users,
        coalesce(h.users, 0)::float8 / nullif((SELECT count FROM persons), 0) AS coverage,
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
SKILLS = _LISTED + _EACH_ALONE + _HOLDERS + _FIGURES
SKILLS_ROLLED_UP = _LISTED + _WITH_ALL_BELOW + _HOLDERS + _FIGURES


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
