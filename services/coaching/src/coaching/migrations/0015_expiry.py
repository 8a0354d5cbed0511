"""Assessments that may expire, by their due date."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0015"
down_revision = "0014"

SQL = """
create index assessment_running on assessment (due_at, id) where state in ('open', 'work_in_progress')
"""


def upgrade() -> None:
    """Adds the index."""
    execute(SQL)
