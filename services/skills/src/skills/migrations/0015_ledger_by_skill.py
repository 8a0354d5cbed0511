"""Finds what happened to a skill since a moment, whoever holds it: how many held it, week by week."""

from touchline_runtime.migrate import execute

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SQL = "CREATE INDEX ledger_by_skill ON ledger (skill_id, at, person_id)"


def upgrade() -> None:
    """Adds the index."""
    execute(SQL)
