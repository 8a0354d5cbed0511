"""Why an assessment was closed without an outcome."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0004"
down_revision = "0003"

SQL = "alter table assessment add column closed_reason text"


def upgrade() -> None:
    """Adds the column."""
    execute(SQL)
