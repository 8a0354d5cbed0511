"""Says once which skills a finished task counts for: drift and training asked it each in their own words."""

from touchline_runtime.migrate import execute

revision = "0009"
down_revision = "0008"

SQL = """
-- By the tags of a task, or, without any, by what its text was read as.
CREATE VIEW tagged_work AS
SELECT task.number, task.finished, task.team_id, task.finished_at,
    CASE task.skill_ids WHEN '{}' THEN coalesce(inference.skill_ids, '{}') ELSE task.skill_ids END AS tags
FROM finished_task AS task LEFT JOIN inference ON inference.task_number = task.number;

-- The ids that skills go by now, each once.
CREATE FUNCTION skills_of_today(tags text[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
SELECT DISTINCT coalesce(skill.merged_into, tag) FROM unnest(tags) AS tag LEFT JOIN skill ON skill.id = tag
$$;
"""


def upgrade() -> None:
    """Creates the view and the function."""
    execute(SQL)
