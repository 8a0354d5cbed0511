"""Matches of newly assigned skills, and the sixth default opportunity, which looks at them."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0021"
down_revision = "0020"

SQL = """
-- with a skill_id, a row is about a skill: task_number holds person:<id>, and reopen_count the number of the
-- decision that gave it. The columns keep their names for workers of the version before.
alter table opportunity_match add column skill_id text;
alter table waiting_match add column skill_id text;

insert into opportunity (id, version, name, event_types, kinds, condition, sampling_percent, coach_rule,
  survey_required, days_until_due, active, changed_by, changed_at)
values ('default-new-skill', 1, 'Verify a newly assigned skill', '{skill.assigned}', '{}', 'true', 100,
  'team_manager', false, 7, true, 'touchline', now())
on conflict do nothing;
"""


def upgrade() -> None:
    """Changes the tables, and seeds it once."""
    execute(SQL)
