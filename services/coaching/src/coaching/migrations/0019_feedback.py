"""What trainees answered about their coaches, kept apart from who may read single answers."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0019"
down_revision = "0018"

SQL = """
-- how far (0 to 1) one answer reaches; shown: in a whole group, final from then on. It refers to no
-- assessment, because a row that went with its assessment would tell what it was.
create table coach_feedback (
  assessment_id text not null,
  survey_id text not null,
  question_id text not null,
  coach_id text not null,
  trainee_id text not null,
  reached float8 not null check (reached between 0 and 1),
  shown boolean not null default false,
  primary key (assessment_id, survey_id, question_id)
);
create index coach_feedback_of_coach on coach_feedback (coach_id, survey_id, question_id);
"""


def upgrade() -> None:
    """Adds the table."""
    execute(SQL)
