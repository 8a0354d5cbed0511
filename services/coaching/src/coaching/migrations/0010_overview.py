"""Quality of work, and what the overview and the lists are read by."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0010"
down_revision = "0009"

SQL = """select 1"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
