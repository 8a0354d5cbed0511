"""Creates the table of finished work: by whom, when, and what it was tagged with."""

from touchline_runtime.migrate import execute

revision = "0005"
down_revision = "0004"

SQL = """
CREATE TABLE finished_task (
    number       text PRIMARY KEY,
    revision     bigint NOT NULL,
    finished     boolean NOT NULL,
    agent_id     text,
    team_id      text,
    finished_at  timestamptz,
    skill_ids    text[] NOT NULL
);
CREATE INDEX finished_task_by_time ON finished_task (finished_at) WHERE finished;
"""


def upgrade() -> None:
    """Creates the table; a rebuild of its projection fills it."""
    execute(SQL)
