"""Two years of coaching by SQL: 200 teams, 5,000 persons, busy and quiet teams, common and rare words."""

from __future__ import annotations

import asyncpg

from coaching.main import SERVICE
from touchline_runtime.migrate import migrate

MANAGER = "bench-manager"
"""Manages three teams: a busy one, a middling one and a quiet one."""
BUSY_TEAM, QUIET_TEAM = "t2", "t190"
COMMON_WORD, SELDOM_WORD, RARE_WORD = "refund", "invoice", "term4711"
"""Nearly half of all tasks have the first one, a twentieth the second, one in twenty thousand the third."""

# Tasks and assessments come in the order of their opening, as they do in life.
FILL_DIRECTORY = """
insert into person (id, name, active, time_zone, revision)
select 'p' || n, 'Person ' || n, true, 'UTC', 1 from generate_series(0, 4999) as n
union all select 'bench-manager', 'Manager', true, 'UTC', 1;

insert into team (id, name, active, manager_id, revision)
select 't' || n, 'Team ' || n, true, case when n in (2, 60, 190) then 'bench-manager' else 'p' || n end, 1
from generate_series(0, 199) as n;

insert into team_person (team_id, person_id, part) select id, manager_id, 'manager' from team;
insert into team_person (team_id, person_id, part) select 't' || n % 200, 'p' || n, 'member'
from generate_series(0, 4999) as n;
"""

# A team's number is skewed towards the low ones; a person is one of its 25 members.
FILL_TASKS = """
with drawn as (
  select n, floor(200 * power(random(), 2.5))::int as team, floor(25 * random())::int as member,
    now() - interval '730 days' * (1 - n / $1::float8) as opened_at,
    interval '5 days' * power(random(), 3) as took, random() as luck,
    (array['case', 'case', 'case', 'incident', 'interaction'])[1 + floor(5 * random())] as kind,
    (select string_agg(word, ' ') from (
      select ($2::text[])[1 + floor(60 * power(random(), 2))] as word from generate_series(1, 4 + n % 2)
    ) as words) || ' term' || floor(20000 * random())::int as short_description
  from generate_series(1, $1) as n
)
insert into task (number, revision, kind, state, priority, short_description, agent_id, team_id, category,
  product, opened_at, resolved_at, closed_at, handle_minutes, reopen_count, sla_breached, rating_fraction,
  description)
select 'CS' || lpad(n::text, 8, '0'), 3, kind,
  case when opened_at + took > now() then 'open' when luck < 0.01 then 'resolved' else 'closed' end,
  '3 - moderate', short_description, 'p' || (team + 200 * member), 't' || team, 'billing', 'checkout',
  opened_at, case when opened_at + took <= now() then opened_at + took end,
  case when opened_at + took <= now() and luck >= 0.01 then opened_at + took end, 30 * luck, 0, luck > 0.9,
  round(luck::numeric, 1), repeat(short_description || md5(n::text), 6)
from drawn
"""

# Each is about a task of its time; a twentieth of the last 60 days' is not closed yet.
FILL_ASSESSMENTS = """
with drawn as (
  select n, random() as luck, interval '6 days' * random() as took,
    'CS' || lpad((1 + floor((n - 1) * ($1::float8 / $2)))::bigint::text, 8, '0') as number
  from generate_series(1, $2::bigint) as n
), about as (
  select n, luck, took, task.*, coalesce(task.closed_at, task.opened_at) as at,
    luck < 0.05 and task.opened_at > now() - interval '60 days'
      or coalesce(task.closed_at, task.opened_at) + took > now() as unclosed
  from drawn join task using (number) order by n
)
insert into assessment (id, revision, state, trainee_id, coach_id, team_id, task_number, opportunity_id,
  survey_id, survey_version, survey_required, survey_locked, score, rating, skills, training, opened_at,
  due_at, closed_at, points, task_done_at)
select md5(n::text), 2,
  case when unclosed then 'open' when luck > 0.9 then 'closed_incomplete' else 'closed_complete' end,
  agent_id, (select manager_id from team where id = team_id), team_id, number,
  case when luck < 0.9 then 'default-' || (n % 6) end,
  case when luck < 0.8 then 'survey-' || (n % 4) end, case when luck < 0.8 then 1 end, false, luck < 0.8,
  case when not unclosed and luck < 0.8 then 100 * power(random(), 0.4) end,
  case when not unclosed and luck between 0.8 and 0.9 then 'good' end, '[]', '{}', at, at + interval '7 days',
  case when not unclosed then at + took end, floor(100 * random())::int, coalesce(closed_at, resolved_at)
from about order by n
"""

INDEXES = """
select indexname as name, indexdef as definition from pg_indexes
where schemaname = 'public' and tablename = any('{task, assessment}') and indexname not like '%_pkey'
"""

# the first ones are the most common by far
WORDS = """
refund payment order delivery login account charge card customer late missing broken router phone slow error
address change cancel email password reset double booking failed screen update version crash support cannot
invoice open print network signal outage contract tariff upgrade return parcel damaged wrong size colour stock
voucher code expired limit transfer bank statement tax receipt duplicate close merge verify
"""


async def fill(url: str, tasks: int, assessments: int) -> None:
    """Migrates the database and fills it; indexes and statistics are made once all is in."""
    await migrate(url, service_migrations=SERVICE.migrations)
    conn = await asyncpg.connect(url)
    try:
        indexes = await conn.fetch(INDEXES)
        for index in indexes:
            await conn.execute(f"drop index {index['name']}")
        await conn.execute("set maintenance_work_mem = '1GB'")
        await conn.execute(FILL_DIRECTORY)
        await conn.execute(FILL_TASKS, tasks, WORDS.split())
        await conn.execute(FILL_ASSESSMENTS, tasks, assessments)
        for index in indexes:
            await conn.execute(index["definition"])
        await conn.execute("vacuum analyze")
    finally:
        await conn.close()
