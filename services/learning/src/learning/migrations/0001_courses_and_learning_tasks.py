"""Creates courses, catalogs, learning tasks, and the copy of the skills that exist."""

from touchline_runtime.migrate import execute

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = """
CREATE TABLE course (
    id                 text PRIMARY KEY,
    title              text NOT NULL,
    source             text NOT NULL CHECK (source IN ('video', 'article', 'free_form', 'external')),
    url                text,
    body               text,
    description        text NOT NULL DEFAULT '',
    days_to_complete   integer NOT NULL CHECK (days_to_complete > 0),
    estimated_minutes  integer CHECK (estimated_minutes > 0),
    revision           bigint NOT NULL DEFAULT 1,
    published_by       text NOT NULL,
    published_at       timestamptz NOT NULL
);
CREATE INDEX course_by_title ON course (title, id);

CREATE TABLE course_skill (
    course_id  text NOT NULL REFERENCES course,
    number     integer NOT NULL,
    skill_id   text NOT NULL,
    level      integer,
    PRIMARY KEY (course_id, skill_id)
);
CREATE INDEX course_skill_by_skill ON course_skill (skill_id);

CREATE TABLE catalog (
    id           text PRIMARY KEY,
    title        text NOT NULL,
    description  text NOT NULL DEFAULT '',
    owner_id     text NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX catalog_title ON catalog (lower(title));

CREATE TABLE catalog_course (
    catalog_id  text NOT NULL REFERENCES catalog,
    course_id   text NOT NULL REFERENCES course,
    PRIMARY KEY (catalog_id, course_id)
);
CREATE TABLE catalog_team (
    catalog_id  text NOT NULL REFERENCES catalog,
    team_id     text NOT NULL,
    PRIMARY KEY (catalog_id, team_id)
);

CREATE TABLE learning_task (
    id             text PRIMARY KEY,
    person_id      text NOT NULL,
    course_id      text NOT NULL REFERENCES course,
    catalog_id     text REFERENCES catalog,
    assessment_id  text,
    state          text NOT NULL CHECK (state IN ('assigned', 'in_progress', 'completed', 'cancelled')),
    due_at         timestamptz NOT NULL,
    assigned_by    text,
    created_at     timestamptz NOT NULL,
    completed_at   timestamptz,
    revision       bigint NOT NULL DEFAULT 1
);
-- An assessment asks for a course once, however often it is resolved.
CREATE UNIQUE INDEX learning_task_of_assessment ON learning_task (assessment_id, course_id)
    WHERE state <> 'cancelled';
CREATE INDEX learning_task_by_due ON learning_task (due_at, id);
CREATE INDEX learning_task_by_person ON learning_task (person_id, due_at, id);
CREATE INDEX learning_task_by_course ON learning_task (course_id, due_at, id);

-- Training that an assessment asked for before its course was published here.
CREATE TABLE waiting_training (
    course_id      text NOT NULL,
    assessment_id  text NOT NULL,
    person_id      text NOT NULL,
    decided_by     text NOT NULL,
    at             timestamptz NOT NULL,
    PRIMARY KEY (course_id, assessment_id)
);

CREATE TABLE known_skill (
    skill_id  text PRIMARY KEY,
    name      text NOT NULL,
    levels    integer[] NOT NULL,
    usable    boolean NOT NULL,
    revision  bigint NOT NULL
);
"""


def upgrade() -> None:
    """Creates the tables."""
    execute(SQL)
