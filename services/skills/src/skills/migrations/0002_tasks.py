"""Creates the copy of tasks that figures about skills are counted from."""

from touchline_runtime.migrate import execute

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE task (
    number       text PRIMARY KEY,
    revision     bigint NOT NULL,
    kind         text NOT NULL,
    agent_id     text,
    team_id      text,
    opened_at    timestamptz NOT NULL,
    resolved_at  timestamptz,
    skill_ids    text[] NOT NULL
) WITH (fillfactor = 80);

-- Rows on their way in, as one array: a type of its own, so that a new column does not break workers at work.
CREATE TYPE task_snapshot AS (
    number text, revision bigint, kind text, agent_id text, team_id text, opened_at timestamptz,
    resolved_at timestamptz, skill_ids text[]
);
"""


def upgrade() -> None:
    """Creates the table."""
    execute(SQL)
