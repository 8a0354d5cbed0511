"""Drafts of answers, comments and activity of assessments."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0007"
down_revision = "0006"

SQL = """
create table assessment_activity (
  id bigint generated always as identity primary key,
  assessment_id text not null references assessment on delete cascade,
  at timestamptz not null,
  person_id text,
  kind text not null,
  text text,
  details jsonb not null default '{}'
);
create index assessment_activity_of_assessment on assessment_activity (assessment_id, id);

create table draft_answers (
  assessment_id text not null references assessment on delete cascade,
  taken_by text not null check (taken_by in ('coach', 'trainee')),
  person_id text not null,
  survey_id text not null,
  survey_version integer not null,
  answers jsonb not null,
  saved_at timestamptz not null,
  primary key (assessment_id, taken_by, person_id),
  foreign key (survey_id, survey_version) references survey
);
"""


def upgrade() -> None:
    """Adds the tables."""
    execute(SQL)
