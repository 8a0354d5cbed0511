"""The two large tables are vacuumed after a hundredth of them has changed, not after a fifth."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0022"
down_revision = "0021"

SQL = """
-- The overview reads the youngest part, and from indexes alone only where it is marked as all-visible.
alter table assessment set (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.02
);
-- Words that wait to be merged into their index are looked through by each search.
alter table task set (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_analyze_scale_factor = 0.02
);
"""


def upgrade() -> None:
    """Sets the tables' own thresholds."""
    execute(SQL)
