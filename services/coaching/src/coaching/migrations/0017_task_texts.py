"""What conditions and coaches read of a task, beside what lists show. Null: stored by an older version."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0017"
down_revision = "0016"

SQL = """
-- json, not jsonb: numbers are read back exactly as they were given
alter table task
  add column description text,
  add column resolution_notes text,
  add column link text,
  add column channel text,
  add column skills text[],
  add column reassignment_count bigint,
  add column note_count integer,
  add column notes json,
  add column rating float8,
  add column rating_min float8,
  add column rating_max float8,
  add column attributes json;
-- beside task_snapshot, which workers of the version before write with
create type task_kept as (
  number text, revision bigint, kind text, state text, priority text, short_description text, agent_id text,
  team_id text, category text, product text, opened_at timestamptz, resolved_at timestamptz,
  closed_at timestamptz, handle_minutes float8, reopen_count bigint, sla_breached boolean,
  rating_fraction float8, description text, resolution_notes text, link text, channel text, skills text[],
  reassignment_count bigint, note_count integer, notes json, rating float8, rating_min float8,
  rating_max float8, attributes json
);
"""


def upgrade() -> None:
    """Changes the table."""
    execute(SQL)
