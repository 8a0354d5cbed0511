"""Skills of an organisation by SQL: 5,000 persons in 334 teams, 300 skills, 200,000 held, a long ledger."""

from __future__ import annotations

import asyncpg
import orjson

from skills.main import SERVICE
from skills.overview.holders import store as holders
from skills.overview.holders.weeks import store as weeks
from skills.tasks.figures.store import count_needs
from touchline_runtime.migrate import migrate

MANAGER = "bench-manager"
"""Manages three teams."""
TEAM = "t7"
COMMON_NAME = "an"
"""Stands in a fifth of the names."""

SAMPLES = orjson.dumps(
    [
        {
            "task_number": f"CS{number:08}",
            "kind": "case",
            "short_description": "Refund of a double booking",
            "text": "The customer was charged twice. " * 20,
            "resolution_notes": "Refunded one of the two. " * 10,
            "link": None,
            "resolved_at": "2026-03-02T09:00:00Z",
            "probability": 0.9,
            "phrases": ["charged twice", "refund"],
            "outcome": None,
        }
        for number in range(3)
    ]
).decode()

FILL_DIRECTORY = """
insert into person (id, name, active, time_zone, revision)
select 'p' || n, (array['Ana', 'Ben', 'Chloe', 'Dirk', 'Hans', 'Emil', 'Fritz', 'Greta', 'Ole'])[1 + n % 9]
  || ' ' || (array['Moser', 'Ruiz', 'Berg', 'Okoro', 'Silva', 'Keller', 'Novik'])[1 + n % 7] || ' ' || n,
  true, 'UTC', 1 from generate_series(0, 4999) as n
union all select 'bench-manager', 'Bench Manager', true, 'UTC', 1;

insert into team (id, name, active, manager_id, revision)
select 't' || n, 'Team ' || n, true, case when n in (7, 60, 190) then 'bench-manager' else 'p' || n end, 1
from generate_series(0, 333) as n;

insert into team_person (team_id, person_id, part) select id, manager_id, 'manager' from team;
insert into team_person (team_id, person_id, part) select 't' || n % 334, 'p' || n, 'member'
from generate_series(0, 4999) as n;

insert into person_holding select id from person;
"""

FILL_CATALOGUE = """
insert into level_type values ('five', 'Five');
insert into level select 'five', v, (array['Novice', 'Basic', 'Skilled', 'Senior', 'Expert'])[v]
from generate_series(1, 5) as v;
insert into skill (id, name, skill_type, category, parent_id, level_type_id, origin, defined_at)
select 's' || n, 'Skill ' || lpad(n::text, 3, '0'), 'type ' || n % 3, 'category ' || n % 12,
  case when n >= 10 then 's' || n / 10 end, case when n % 3 = 0 then 'basic' else 'five' end, 'hand', now()
from generate_series(0, 299) as n;
insert into skill_alias select id, id from skill;
"""

# A person's entries are about 42 skills of their own, so that about 40 of them are held at the end.
FILL_LEDGER = """
insert into ledger (person_id, revision, skill_id, kind, level, evidence_kind, evidence_id, actor, at)
select 'p' || person, entry, 's' || skill, case when luck < 0.05 then 'removed' else 'assigned' end,
  case when luck >= 0.05 then case when skill % 3 = 0 then 1 else 1 + floor(5 * power(random(), 2)) end end,
  'hand', null, 'p0', now() - interval '1826 days' * (1 - entry / ($1 / 5000 + 1)::float8)
from (
  select entry, person, (person * 11 + entry % 42 * 7) % 300 as skill,
    random() as luck
  from generate_series(1, $1::bigint / 5000) as entry, generate_series(0, 4999) as person
) as drawn
"""
LEDGER_INDEXES = """
select indexname, indexdef from pg_indexes where tablename = 'ledger' and indexname <> 'ledger_pkey'
"""
FILL_HELD = """
insert into held_skill (person_id, skill_id, level, since, level_since, evidence_kind, evidence_id)
select person_id, skill_id, level, at, at, evidence_kind, evidence_id from (
  select distinct on (person_id, skill_id) * from ledger order by person_id, skill_id, revision desc
) as newest where kind <> 'removed';
update person_holding set revision = (select coalesce(max(revision), 0) from ledger l
  where l.person_id = person_holding.person_id)
"""

FILL_PROPOSALS = """
insert into proposal (id, prediction_id, person_id, skill_id, team_id, state, confidence, explanation,
  samples, model_version, requested_at)
select md5(n::text), 'prediction ' || n, 'p' || n % 5000, 's' || (n / 5000 * 97 + n) % 300,
  't' || n % 5000 % 334, case when n < 5000 then 'requested' else 'approved' end, random(), 'Three cases',
  $1::jsonb, 'bench', now() - n * interval '1 minute' from generate_series(0, 19999) as n
"""

# 15,000 a day; half carry one skill, a fifth two, the others none.
FILL_TASKS = """
insert into task (number, revision, kind, agent_id, team_id, opened_at, resolved_at, skill_ids)
select 'CS' || lpad(n::text, 8, '0'), 3, (array['case', 'case', 'incident', 'interaction'])[1 + n % 4],
  'p' || (team + 334 * (n % 14)), 't' || team, at, case when at + took < now() then at + took end,
  case when luck < 0.3 then '{}' when luck < 0.8 then array['s' || first]
    else array['s' || first, 's' || (first + 17) % 300] end
from (
  select n, floor(334 * random())::int as team, floor(300 * power(random(), 2))::int as first,
    random() as luck, now() - interval '180 days' * (1 - n / $1::float8) as at,
    interval '5 days' * power(random(), 3) as took
  from generate_series(1, $1::bigint) as n
) as drawn
"""

FILL_FIGURES = """
insert into task_figure
select team, skill_id,
  case team when '' then date_trunc('week', counted_day::timestamp)::date else counted_day end,
  kind, false, sum(opened), sum(finished), sum(finished), sum(seconds)
from task
cross join lateral (values
  (opened_at, 1, 0, 0), (resolved_at, 0, 1, extract(epoch from resolved_at - opened_at)::bigint)
) as moment (at, opened, finished, seconds)
cross join lateral unnest(skill_ids || ''::text) as skill_id
cross join lateral unnest(array[team_id, '']) as team
cross join lateral unnest(array[(at at time zone 'utc')::date, 'infinity']) as counted_day
where skill_ids <> '{}' and at is not null
group by 1, 2, 3, 4
"""


async def fill(url: str, tasks: int, entries: int) -> None:
    """Migrates the database and fills it. What is filled in fits together: no key is checked meanwhile."""
    await migrate(url, service_migrations=SERVICE.migrations)
    conn = await asyncpg.connect(url)
    try:
        await conn.execute("set session_replication_role = replica; set maintenance_work_mem = '1GB'")
        await conn.execute(FILL_DIRECTORY + FILL_CATALOGUE)
        await _fill_ledger(conn, entries)
        await conn.execute(FILL_HELD)
        await conn.execute(FILL_PROPOSALS, SAMPLES)
        await conn.execute(FILL_TASKS, tasks)
        await conn.execute(FILL_FIGURES)
        await count_needs(conn)
        await holders.count_all(conn)
        await weeks.count_all(conn)
        await conn.execute("vacuum analyze")
    finally:
        await conn.close()


async def _fill_ledger(conn: asyncpg.Connection[asyncpg.Record], entries: int) -> None:
    """The indexes are made afterwards: entry by entry, those of 20 million take most of half an hour."""
    indexes = await conn.fetch(LEDGER_INDEXES)
    for index in indexes:
        await conn.execute(f"drop index {index['indexname']}")
    await conn.execute(FILL_LEDGER, entries)
    for index in indexes:
        await conn.execute(index["indexdef"])
