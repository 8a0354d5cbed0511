"""What a match that waits for the directory weighs: as of the event that matched, not of a later one."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0018"
down_revision = "0017"

SQL = """
alter table waiting_match
  add column points integer not null default 0,
  add column why text[] not null default '{}';
"""


def upgrade() -> None:
    """Changes the table."""
    execute(SQL)
