"""Lets a proposal end because its skill was merged into one that needs no proposal."""

from touchline_runtime.migrate import execute

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = "ALTER TABLE proposal ADD COLUMN merged_into text REFERENCES skill"


def upgrade() -> None:
    """Adds the column."""
    execute(SQL)
