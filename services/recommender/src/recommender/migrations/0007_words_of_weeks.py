"""Creates the table of how many words of each week's cases the model did not know."""

from touchline_runtime.migrate import execute

revision = "0007"
down_revision = "0006"

SQL = """
CREATE TABLE words_of_week (
    week     date PRIMARY KEY,
    cases    bigint NOT NULL,
    words    bigint NOT NULL,
    unknown  bigint NOT NULL
);
"""


def upgrade() -> None:
    """Creates the table: it counts from now on."""
    execute(SQL)
