"""Assessments that are closed without an outcome or worked on again: why, and what was given already."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0004"
down_revision = "0003"

SQL = """
alter table assessment
  add column closed_reason text,
  add column skills_given jsonb not null default '[]',
  add column training_given text[] not null default '{}';
update assessment set skills_given = skills, training_given = training where state = 'closed_complete';
"""


def upgrade() -> None:
    """Adds the columns; what is closed complete has given all that it names."""
    execute(SQL)
