"""Lets proposals be listed by confidence, and ignored predictions newest first, without sorting them all."""

from touchline_runtime.migrate import execute

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQL = """
CREATE INDEX proposal_surest ON proposal (confidence DESC, id DESC);
CREATE INDEX ignored_prediction_newest ON ignored_prediction (at DESC, prediction_id DESC);
"""


def upgrade() -> None:
    """Adds the indexes."""
    execute(SQL)
