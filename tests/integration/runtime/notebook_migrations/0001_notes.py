"""The notebook's table."""

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None

SQL = """
CREATE TABLE note (id text PRIMARY KEY, text text NOT NULL, stars int NOT NULL, due_at timestamptz);
CREATE INDEX note_by_text ON note (text);
"""


def upgrade() -> None:
    """Creates the table."""
    execute(SQL)
