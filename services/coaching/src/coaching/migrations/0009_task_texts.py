"""What conditions, lists and forms need of a task."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0009"
down_revision = "0008"

SQL = """select 1"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
