"""Matches are listed by team and by coach, the last first, without looking through everybody's."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0023"
down_revision = "0022"

SQL = """
create index opportunity_match_of_team on opportunity_match
  (team_id, matched_at desc, opportunity_id desc, task_number desc, reopen_count desc);
-- also those over capacity, which opportunity_match_by_coach leaves out: it counts openings
create index opportunity_match_of_coach on opportunity_match
  (coach_id, matched_at desc, opportunity_id desc, task_number desc, reopen_count desc)
  where coach_id is not null;
"""


def upgrade() -> None:
    """Makes the indexes."""
    execute(SQL)
