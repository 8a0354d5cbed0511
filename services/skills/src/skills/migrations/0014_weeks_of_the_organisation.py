"""Sums up the figures of the whole organisation by week: nobody asks for its days, and they are many."""

from touchline_runtime.migrate import execute

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# An older worker may still add days until it ends: who reads takes any day of a week for the week.
SQL = """
WITH of_days AS (
    DELETE FROM task_figure WHERE team_id = '' AND day < 'infinity' RETURNING *
)
INSERT INTO task_figure
SELECT team_id, skill_id, date_trunc('week', day::timestamp)::date, kind, inferred,
    sum(opened), sum(finished), sum(resolved), sum(seconds)
FROM of_days GROUP BY 1, 2, 3, 4, 5;
"""


def upgrade() -> None:
    """Adds up the days."""
    execute(SQL)
