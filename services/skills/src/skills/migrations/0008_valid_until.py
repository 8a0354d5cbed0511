"""Lets a skill be held until a time, and finds what is due."""

from touchline_runtime.migrate import execute

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQL = """
ALTER TABLE held_skill ADD COLUMN valid_until timestamptz;
ALTER TABLE ledger ADD COLUMN valid_until timestamptz;
CREATE INDEX held_skill_by_end ON held_skill (valid_until) WHERE valid_until IS NOT NULL;
"""


def upgrade() -> None:
    """Adds the columns and the index."""
    execute(SQL)
