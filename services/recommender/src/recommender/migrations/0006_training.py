"""Creates what training is recommended from, copies of what others decide, and what was recommended."""

from touchline_runtime.migrate import execute

revision = "0006"
down_revision = "0005"

SQL = """
-- The revisions in which it was last published and last retired: the higher one holds.
CREATE TABLE course (
    id         text PRIMARY KEY,
    published  bigint NOT NULL DEFAULT 0,
    retired    bigint NOT NULL DEFAULT 0,
    title      text NOT NULL DEFAULT '',
    minutes    integer,
    skills     jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE learning_task (
    id            text PRIMARY KEY,
    revision      bigint NOT NULL,
    person_id     text NOT NULL,
    course_id     text NOT NULL,
    state         text NOT NULL CHECK (state IN ('open', 'completed', 'cancelled')),
    completed_at  timestamptz
);
CREATE INDEX learning_task_by_person ON learning_task (person_id);

CREATE TABLE scored_assessment (
    id            text PRIMARY KEY,
    revision      bigint NOT NULL,
    person_id     text NOT NULL,
    task_number   text,
    skill_id      text,
    score         double precision,
    completed_at  timestamptz
);
CREATE INDEX scored_assessment_by_person ON scored_assessment (person_id);

-- A level of null: no longer held.
CREATE TABLE held_level (
    person_id  text NOT NULL,
    skill_id   text NOT NULL,
    revision   bigint NOT NULL,
    level      integer,
    PRIMARY KEY (person_id, skill_id)
);

CREATE TABLE training_plan (
    person_id   text PRIMARY KEY,
    course_ids  text[] NOT NULL,
    skill_ids   text[] NOT NULL,
    content     jsonb NOT NULL,
    changed_at  timestamptz NOT NULL
);
"""


def upgrade() -> None:
    """Creates the tables; rebuilds of their projections fill them."""
    execute(SQL)
