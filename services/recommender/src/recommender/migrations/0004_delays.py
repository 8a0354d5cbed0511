"""Keeps with each proposal when the case that led to it was finished, and when we were told of it."""

from touchline_runtime.migrate import execute

revision = "0004"
down_revision = "0003"

SQL = """
ALTER TABLE prediction ADD COLUMN finished_at timestamptz, ADD COLUMN told_at timestamptz;
"""


def upgrade() -> None:
    """Adds the columns: of proposals made before, nothing is known."""
    execute(SQL)
