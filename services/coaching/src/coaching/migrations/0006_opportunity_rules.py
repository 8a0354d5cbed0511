"""Who is always coached, which field names the trainee, and the survey about the coach."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0006"
down_revision = "0005"

SQL = """
alter table opportunity
  add column always_coach text[] not null default '{}',
  add column trainee_field text not null default 'agent_id',
  add column trainee_survey_id text;
"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
