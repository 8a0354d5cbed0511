"""Lets the ledger be asked who held what at a moment, from an index alone."""

from touchline_runtime.migrate import execute

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = """
CREATE INDEX ledger_by_person_and_skill ON ledger (person_id, skill_id, revision) INCLUDE (at, kind);
DROP INDEX ledger_by_skill;
"""


def upgrade() -> None:
    """Creates the index, and drops the one that it makes needless."""
    execute(SQL)
