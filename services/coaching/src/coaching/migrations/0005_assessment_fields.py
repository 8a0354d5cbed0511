"""What else an assessment holds: its weight in the queue, a follow-up, the survey about the coach."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0005"
down_revision = "0004"

SQL = """
alter table assessment
  alter column task_number drop not null,
  add column skill_id text,
  add column trainee_survey_id text,
  add column trainee_survey_version integer,
  add column points integer not null default 0,
  add column why jsonb not null default '[]',
  add column warned_at timestamptz,
  add column follow_up_kind text,
  add column follow_up_owner_id text,
  add column follow_up_due_on date,
  add column follow_up_done_at timestamptz,
  add check (task_number is not null or skill_id is not null);
"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
