"""The default survey and the default opportunities, under fixed ids. They are data: edit them over HTTP.

The sixth, "verify a newly assigned skill", joined them with the events that it watches.
"""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0002"
down_revision = "0001"

SQL = """
insert into survey (id, version, name, questions, published_by, published_at) values (
  'default-quality', 1, 'Quality of support', '[
    {"id": "understanding", "text": "Understood what the customer needed", "min": 1, "max": 5, "weight": 2},
    {"id": "solution", "text": "Solved it correctly and completely", "min": 1, "max": 5, "weight": 3},
    {"id": "communication", "text": "Wrote and spoke clearly and kindly", "min": 1, "max": 5, "weight": 2},
    {"id": "documentation", "text": "Left notes that help the next one", "min": 1, "max": 5, "weight": 1}
  ]', 'touchline', now());

insert into opportunity (id, version, name, event_types, kinds, condition, sampling_percent, coach_rule,
  coach_id, survey_id, survey_required, days_until_due, active, changed_by, changed_at)
select id, 1, name, event_types, kinds, condition, sampling_percent, 'team_manager', null,
  'default-quality', false, 7, true, 'touchline', now()
from (values
  ('default-sla-breach', 'Service level missed on important work', '{task.resolved,task.closed}'::text[],
   '{case,incident}'::text[],
   'sla_breached && (priority.lowerAscii().contains("high") || priority.lowerAscii().contains("critical"))',
   100),
  ('default-low-rating', 'Customer rated in the lower part of the scale', '{task.rated,task.closed}', '{}',
   'rating_fraction < 0.75', 100),
  ('default-slow-resolution', 'More than three days to resolve', '{task.resolved,task.closed}', '{}',
   'minutes_to_resolve > 3 * 24 * 60', 100),
  ('default-long-interaction', 'Interaction of more than ten minutes', '{task.resolved,task.closed}',
   '{interaction}', 'handle_minutes > 10', 100),
  ('default-thin-notes', 'Resolution notes too thin to help anybody', '{task.closed}', '{case,incident}',
   'size(resolution_notes.trim()) < 40', 10)
) as given (id, name, event_types, kinds, condition, sampling_percent);
"""


def upgrade() -> None:
    """Seeds them, once."""
    execute(SQL)
