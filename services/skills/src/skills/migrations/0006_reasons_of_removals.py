"""Keeps in the ledger why a skill was taken away."""

from touchline_runtime.migrate import execute

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQL = "ALTER TABLE ledger ADD COLUMN reason text"


def upgrade() -> None:
    """Adds the column."""
    execute(SQL)
