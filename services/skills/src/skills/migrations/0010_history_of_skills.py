"""Keeps who changed which skill, when and how. Of those that there are it is known when they were defined."""

from touchline_runtime.migrate import execute

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE skill_history (
    number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    skill_id  text NOT NULL REFERENCES skill,
    revision  bigint NOT NULL,
    kind      text NOT NULL,
    changes   jsonb NOT NULL DEFAULT '[]',
    actor     text,
    at        timestamptz NOT NULL
);
INSERT INTO skill_history (skill_id, revision, kind, at)
    SELECT id, 1, 'defined', defined_at FROM skill ORDER BY defined_at, id;
CREATE INDEX skill_history_newest ON skill_history (skill_id, number DESC);
"""


def upgrade() -> None:
    """Creates the table."""
    execute(SQL)
