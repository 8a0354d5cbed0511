"""Quality of work, and what the overview and the lists are read by."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0008"
down_revision = "0007"

SQL = """
-- quality: the score; for a rating given by hand, the middle of the band that it stands for by default
alter table assessment
  add column task_done_at timestamptz,
  add column quality float8 generated always as (
    case when state = 'closed_complete' then coalesce(score, case rating
      when 'excellent' then 95 when 'good' then 82.5 when 'average' then 67.5 when 'poor' then 50
      when 'unacceptable' then 20 end) end
  ) stored;
update assessment set task_done_at = coalesce(task.closed_at, task.resolved_at)
from task where task.number = task_number and coalesce(task.closed_at, task.resolved_at) is not null;

-- the overview reads these alone, never the table
create index assessment_by_task_done on assessment (task_done_at)
  include (quality, team_id, survey_id) where quality is not null;
create index assessment_by_closing on assessment (closed_at)
  include (state, quality, team_id, survey_id) where closed_at is not null;
create index assessment_by_opening on assessment (opened_at desc, id desc)
  include (opportunity_id, team_id, survey_id);
create index assessment_unclosed on assessment (team_id, due_at, id)
  include (state, survey_id) where closed_at is null;
-- a coach's queue
create index assessment_by_points on assessment (coach_id, (-points), due_at, id) where closed_at is null;

create index task_by_opening on task (opened_at desc, number desc);
create index task_by_agent on task (agent_id, opened_at desc, number desc);
"""


def upgrade() -> None:
    """Changes the tables."""
    execute(SQL)
