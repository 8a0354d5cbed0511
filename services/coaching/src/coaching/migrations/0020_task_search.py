"""Tasks are found by words, number and time of closing; each order of assessments has an index."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0020"
down_revision = "0019"

SQL = """
-- Signs that PostgreSQL's parser would keep within a word (hosts, paths, numbers with a sign) separate words.
create index task_words on task
  using gin (to_tsvector('simple', translate(short_description, '-_/.@:#&<>+', '           ')));
create index task_by_number on task (number text_pattern_ops);
-- A block range index costs closing a task next to nothing: an index of rows would be written anew at each.
create index task_by_closing on task using brin (closed_at);

-- what is not closed in all teams: the first due first, the most points first
create index assessment_unclosed_by_due on assessment (due_at, id) where closed_at is null;
create index assessment_unclosed_by_points on assessment ((-points), due_at, id) where closed_at is null;
-- for the list by this time too, which has also what does not count
drop index assessment_by_task_done;
create index assessment_by_task_done on assessment (task_done_at)
  include (quality, team_id, survey_id) where task_done_at is not null;
"""


def upgrade() -> None:
    """Makes the indexes."""
    execute(SQL)
