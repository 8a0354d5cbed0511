"""Conditions that were given as guided rows, beside the CEL that was made of them."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0009"
down_revision = "0008"

SQL = "alter table opportunity add column guided jsonb"


def upgrade() -> None:
    """Adds the column."""
    execute(SQL)
