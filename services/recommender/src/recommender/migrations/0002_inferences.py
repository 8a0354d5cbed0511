"""Creates the table of what was told of tasks without tags."""

from touchline_runtime.migrate import execute

revision = "0002"
down_revision = "0001"

SQL = """
CREATE TABLE inference (
    task_number  text PRIMARY KEY,
    skill_ids    text[] NOT NULL
);
"""


def upgrade() -> None:
    """Creates the table."""
    execute(SQL)
