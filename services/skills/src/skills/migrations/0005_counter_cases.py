"""Keeps with each proposal the case that speaks most against it: an array of none or one."""

from touchline_runtime.migrate import execute

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = "ALTER TABLE proposal ADD COLUMN counter_cases jsonb NOT NULL DEFAULT '[]'"


def upgrade() -> None:
    """Adds the column."""
    execute(SQL)
