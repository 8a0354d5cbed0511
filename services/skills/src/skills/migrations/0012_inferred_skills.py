"""Keeps of tasks without tags what was inferred of them, also of those that are not known yet."""

from touchline_runtime.migrate import execute

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SQL = """
ALTER TABLE task ALTER COLUMN opened_at DROP NOT NULL;
ALTER TABLE task ADD COLUMN inferred_ids text[] NOT NULL DEFAULT '{}';
ALTER TABLE task ADD COLUMN inferred_position bigint NOT NULL DEFAULT 0;
"""


def upgrade() -> None:
    """Adds the columns: no row is rewritten."""
    execute(SQL)
