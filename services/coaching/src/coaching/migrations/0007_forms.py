"""Drafts of answers, comments and activity of assessments."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0007"
down_revision = "0006"

SQL = """select 1"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
