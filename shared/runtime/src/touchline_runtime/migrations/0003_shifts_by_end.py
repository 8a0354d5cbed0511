"""Finds the shifts that are not over: who is on call now is read from them."""

from touchline_runtime.migrate import execute

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = """
CREATE INDEX shift_by_end ON shift (ends_at, starts_at) INCLUDE (person_id, team_id) WHERE NOT cancelled
"""


def upgrade() -> None:
    """Creates the index."""
    execute(SQL)
