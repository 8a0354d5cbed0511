"""Sums up what each team's work of the last 90 days calls for, so that all teams can be compared at once."""

from touchline_runtime.migrate import execute

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SQL = """
-- Since when tasks are counted: one row, moved on each day together with what is summed up below.
CREATE TABLE need_window (
    first_day  date NOT NULL,
    one        boolean PRIMARY KEY DEFAULT true CHECK (one)
);
INSERT INTO need_window SELECT (now() AT TIME ZONE 'UTC')::date - 90;

-- Of task_figure, whatever the day and kind. Open now is so whenever it was opened.
CREATE TABLE team_need (
    team_id   text NOT NULL,
    skill_id  text NOT NULL,
    opened    bigint NOT NULL,
    inferred  bigint NOT NULL,
    open      bigint NOT NULL,
    PRIMARY KEY (team_id, skill_id)
) WITH (fillfactor = 80);

INSERT INTO team_need
SELECT team_id, skill_id, coalesce(sum(opened) FILTER (WHERE day >= first_day AND day < 'infinity'), 0),
    coalesce(sum(opened) FILTER (WHERE day >= first_day AND day < 'infinity' AND inferred), 0),
    coalesce(sum(opened - finished) FILTER (WHERE day = 'infinity'), 0)
FROM task_figure CROSS JOIN need_window WHERE team_id > '' AND day >= first_day
GROUP BY 1, 2;

-- What was summed up, and what was not folded yet, by the ids that skills have today. A retired skill is
-- given to nobody any more, so that nobody can be short of it.
CREATE VIEW need AS
SELECT f.team_id, s.id AS skill_id, sum(f.opened)::bigint AS tasks, sum(f.inferred)::bigint AS inferred,
    sum(f.open)::bigint AS open
FROM (
    SELECT team_id, skill_id, opened, inferred, open FROM team_need
    UNION ALL
    SELECT team_id, skill_id, CASE WHEN day >= first_day THEN opened ELSE 0 END,
        CASE WHEN day >= first_day AND inferred THEN opened ELSE 0 END, opened - finished
    FROM task_delta CROSS JOIN need_window
) AS f
JOIN skill_alias a ON a.id = f.skill_id
JOIN skill s ON s.id = a.skill_id AND s.retired_at IS NULL
GROUP BY f.team_id, s.id HAVING sum(f.opened) > 0;
"""


def upgrade() -> None:
    """Creates the tables, and sums up the figures that are there."""
    execute(SQL)
