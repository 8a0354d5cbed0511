"""What an outcome can name: the skills and courses that exist, and who holds what."""

from __future__ import annotations

from touchline_runtime.migrate import execute

revision = "0013"
down_revision = "0009"

SQL = """
-- name null: the skill is not given to anybody any more, or now goes by the name of another
create table known_skill (
  skill_id text primary key,
  revision bigint not null,
  name text,
  levels jsonb not null,
  merged_into text
);

-- level null: held before, not any more; assessment_id: the assessment that gave this level
create table held_skill (
  person_id text not null,
  skill_id text not null,
  revision bigint not null,
  level bigint,
  assessment_id text,
  primary key (person_id, skill_id)
);

-- title null: the course is not assigned any more
create table known_course (
  course_id text primary key,
  revision bigint not null,
  title text,
  estimated_minutes bigint
);
"""


def upgrade() -> None:
    """Adds the tables."""
    execute(SQL)
