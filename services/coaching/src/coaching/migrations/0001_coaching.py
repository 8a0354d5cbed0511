"""The tables of the coaching service."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None

SQL = """
create table task (
  number text primary key,
  revision bigint not null,
  kind text not null,
  state text not null,
  priority text,
  short_description text not null,
  agent_id text,
  team_id text,
  category text,
  product text,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  handle_minutes float8,
  reopen_count bigint not null,
  sla_breached boolean,
  rating_fraction float8
) with (fillfactor = 80);
-- Rows on their way in, as one array: a type of its own, so that a new column does not break workers at work.
create type task_snapshot as (
  number text, revision bigint, kind text, state text, priority text, short_description text, agent_id text,
  team_id text, category text, product text, opened_at timestamptz, resolved_at timestamptz,
  closed_at timestamptz, handle_minutes float8, reopen_count bigint, sla_breached boolean,
  rating_fraction float8
);
create index task_by_team on task (team_id, opened_at desc, number desc);

create table survey (
  id text not null,
  version integer not null check (version > 0),
  name text not null,
  questions jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (id, version)
);

create function survey_version_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'a published version of a survey never changes: publish the next one';
end
$$;
create trigger survey_version_is_final before update or delete on survey
  for each row execute function survey_version_is_final();

create table opportunity (
  id text primary key,
  version integer not null check (version > 0),
  name text not null,
  event_types text[] not null,
  kinds text[] not null,
  condition text not null,
  sampling_percent float8 not null check (sampling_percent between 0 and 100),
  coach_rule text not null,
  coach_id text,
  survey_id text,
  survey_required boolean not null,
  days_until_due integer not null,
  active boolean not null,
  changed_by text not null,
  changed_at timestamptz not null
);

create table assessment (
  id text primary key,
  revision integer not null,
  state text not null,
  trainee_id text not null,
  coach_id text,
  team_id text,
  task_number text not null,
  opportunity_id text,
  survey_id text,
  survey_version integer,
  survey_required boolean not null,
  survey_locked boolean not null,
  score float8 check (score between 0 and 100),
  rating text,
  comments text,
  skills jsonb not null,
  training text[] not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  started_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz
) with (fillfactor = 80);
create index assessment_by_due on assessment (due_at, id);
create index assessment_by_coach on assessment (coach_id, due_at, id);
create index assessment_by_team on assessment (team_id, due_at, id);
create index assessment_by_trainee on assessment (trainee_id, due_at, id);
create index assessment_by_task on assessment (task_number);

create table taken_survey (
  assessment_id text not null references assessment,
  taken_by text not null check (taken_by in ('coach', 'trainee')),
  survey_id text not null,
  survey_version integer not null,
  answers jsonb not null,
  score float8 not null check (score between 0 and 100),
  rating text not null,
  person_id text not null,
  taken_at timestamptz not null,
  primary key (assessment_id, taken_by),
  foreign key (survey_id, survey_version) references survey
);

-- one row each time a task met a condition: the natural key that makes an assessment open once,
-- and, for the unsampled, the controls that coaching is compared with
create table opportunity_match (
  opportunity_id text not null,
  task_number text not null,
  reopen_count bigint not null,
  opportunity_version integer not null,
  outcome text not null check (outcome in ('opened', 'unsampled', 'waiting')),
  trainee_id text not null,
  team_id text,
  assessment_id text,
  matched_at timestamptz not null,
  primary key (opportunity_id, task_number, reopen_count)
);

-- matches whose trainee or team the directory has not told of yet, with what it told so far
create table waiting_match (
  opportunity_id text not null,
  task_number text not null,
  reopen_count bigint not null,
  trainee_id text not null,
  trainee_known boolean not null,
  trainee_manager_id text,
  team_id text,
  team_known boolean not null,
  team_managers text[] not null,
  primary key (opportunity_id, task_number, reopen_count)
);
create index waiting_match_by_trainee on waiting_match (trainee_id) where not trainee_known;
create index waiting_match_by_team on waiting_match (team_id) where not team_known;
"""


def upgrade() -> None:
    """Creates them."""
    execute(SQL)
