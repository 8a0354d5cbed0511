"""Creates the learning log, the learner's position, and what proposals are checked against."""

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None

SQL = """
-- The one row is locked by whoever appends, until the commit: positions are gapless and commit in order.
CREATE TABLE learning_log_head (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position  bigint NOT NULL
);
INSERT INTO learning_log_head (position) VALUES (0);

CREATE TABLE learning_log (
    position        bigint PRIMARY KEY,
    kind            text NOT NULL,
    content         jsonb NOT NULL,
    correlation_id  text,
    traceparent     text,
    recorded_at     timestamptz NOT NULL
);

CREATE TABLE learner (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position        bigint NOT NULL,
    model_version   text,
    threshold       double precision,
    skills_learned  integer NOT NULL DEFAULT 0,
    updated_at      timestamptz
);
INSERT INTO learner (position) VALUES (0);

-- told and taught are digests of what the learning log was last told of the task.
CREATE TABLE task_case (
    number    text PRIMARY KEY,
    revision  bigint NOT NULL,
    finished  boolean NOT NULL,
    told      text NOT NULL,
    taught    text NOT NULL
);

CREATE TABLE skill (
    id           text PRIMARY KEY,
    revision     bigint NOT NULL,
    name         text NOT NULL,
    retired      boolean NOT NULL,
    merged_into  text
);
CREATE INDEX skill_by_merged_into ON skill (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE known_person (
    id        text PRIMARY KEY,
    revision  bigint NOT NULL,
    active    boolean NOT NULL
);

CREATE TABLE standing (
    person_id  text NOT NULL,
    skill_id   text NOT NULL,
    held       boolean NOT NULL,
    rejected   boolean NOT NULL,
    revision   bigint NOT NULL,
    PRIMARY KEY (person_id, skill_id)
);

CREATE TABLE prediction (
    id             text PRIMARY KEY,
    person_id      text NOT NULL,
    skill_id       text NOT NULL,
    team_id        text,
    state          text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'lifted', 'withdrawn')),
    confidence     double precision NOT NULL,
    explanation    text NOT NULL,
    samples        jsonb NOT NULL,
    model_version  text NOT NULL,
    predicted_at   timestamptz NOT NULL,
    decided_at     timestamptz
);
CREATE UNIQUE INDEX prediction_open ON prediction (person_id, skill_id) WHERE state = 'open';
CREATE INDEX prediction_by_person ON prediction (person_id, predicted_at DESC, id DESC);
CREATE INDEX prediction_by_time ON prediction (predicted_at);
"""


def upgrade() -> None:
    """Creates the tables."""
    execute(SQL)
