"""Answers that are not given yet, and what follow-ups are listed by."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0014"
down_revision = "0013"

SQL = """
-- a draft is its author's alone: another coach, or an admin, has another one
create table answer_draft (
  assessment_id text not null references assessment on delete cascade,
  taken_by text not null check (taken_by in ('coach', 'trainee')),
  person_id text not null,
  survey_id text not null,
  survey_version integer not null,
  answers jsonb not null,
  saved_at timestamptz not null,
  primary key (assessment_id, taken_by, person_id)
);

create index assessment_by_follow_up_owner on assessment (follow_up_owner_id, follow_up_due_on, id)
  where follow_up_kind is not null;
create index assessment_by_follow_up_team on assessment (team_id, follow_up_due_on, id)
  where follow_up_kind is not null;
-- of all teams, without the many that were done long ago
create index assessment_by_open_follow_up on assessment (follow_up_due_on, id)
  where follow_up_kind is not null and follow_up_done_at is null;
"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
