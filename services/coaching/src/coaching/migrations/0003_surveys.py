"""Surveys of many kinds of questions, in sections, with cut-offs of their own; and their drafts."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0003"
down_revision = "0002"

SQL = """
alter table survey
  add column sections jsonb not null default '[]',
  add column cut_offs float8[] not null default '{90,75,60,40}';

-- what the next version of a survey will be, as its author left it: need not be complete
create table survey_draft (
  id text primary key,
  name text not null,
  body jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- a survey of text alone has no score
alter table taken_survey
  alter column score drop not null,
  alter column rating drop not null,
  add column failed text[] not null default '{}';

alter table assessment add column survey_taken boolean not null default false;
update assessment set survey_taken = true where score is not null;
"""


def upgrade() -> None:
    """Adds the columns and the table."""
    execute(SQL)
