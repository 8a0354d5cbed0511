"""What happened to assessments, and what was said about them."""

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
"""


def upgrade() -> None:
    """Adds the table."""
    execute(SQL)
