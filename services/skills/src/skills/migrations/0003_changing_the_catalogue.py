"""Lets skills carry tags, be retired, and be merged into another."""

from touchline_runtime.migrate import execute

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = """
ALTER TABLE skill ADD COLUMN tags text[] NOT NULL DEFAULT '{}', ADD COLUMN retired_at timestamptz,
    ADD COLUMN merged_into text REFERENCES skill;
CREATE INDEX skill_alias_by_skill ON skill_alias (skill_id);
"""


def upgrade() -> None:
    """Adds the columns."""
    execute(SQL)
