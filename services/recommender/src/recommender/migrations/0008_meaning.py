"""Creates the enricher's position in the learning log."""

from touchline_runtime.migrate import execute

revision = "0008"
down_revision = "0007"

SQL = """
CREATE TABLE enricher (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position  bigint NOT NULL
);
INSERT INTO enricher (position) VALUES (0);
"""


def upgrade() -> None:
    """Creates the table."""
    execute(SQL)
