"""Limits of opportunities, more rules for coaches, and what was decided of each match."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0016"
down_revision = "0015"

SQL = """
alter table opportunity
  add column coach_field text,
  add column agent_limit integer check (agent_limit > 0),
  add column agent_limit_days integer not null default 30 check (agent_limit_days > 0),
  add column coach_weekly_capacity integer default 10 check (coach_weekly_capacity > 0);

-- opened_at: when its assessment was opened; null for a match without one
alter table opportunity_match
  add column coach_id text,
  add column reason text,
  add column opened_at timestamptz,
  drop constraint opportunity_match_outcome_check,
  add constraint opportunity_match_outcome_check check
    (outcome in ('opened', 'unsampled', 'limited', 'over_capacity', 'no_coach', 'waiting'));
update opportunity_match as m set coach_id = assessment.coach_id, opened_at = assessment.opened_at
from assessment where assessment.id = m.assessment_id and m.outcome = 'opened';

create index opportunity_match_by_coach on opportunity_match (coach_id, opened_at)
  where opened_at is not null;
create index opportunity_match_by_trainee on opportunity_match (trainee_id, opportunity_id, opened_at)
  where opened_at is not null;
create index opportunity_match_by_time on opportunity_match
  (matched_at desc, opportunity_id desc, task_number desc, reopen_count desc);

-- team_coaches and named_coach_id: whom the rules "rotation" and "task_field" choose from
alter table waiting_match
  add column team_coaches text[] not null default '{}',
  add column named_coach_id text;

-- whose turn it was in a team's rotation: the coach with the lowest turn is next
create table coach_turn (
  team_id text not null,
  coach_id text not null,
  turn bigint not null,
  primary key (team_id, coach_id)
);
"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
